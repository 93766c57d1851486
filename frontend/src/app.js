import "@tabler/core/dist/css/tabler.min.css";
import "@fontsource/noto-sans-tc/400.css";
import "@fontsource/noto-sans-tc/700.css";
import "./theme/theme.css";
import "./theme/shell.css";
import "./theme/components.css";
import "./theme/print.css";
import "../../src/espalier/engines/documents/document.css";

import Alpine from "@alpinejs/csp";
import htmx from "htmx.org";

import { charts } from "./behaviours/charts.js";
import { dropZones } from "./behaviours/drop_zone.js";
import { freshToken } from "./behaviours/fresh_token.js";
import { guardUnsavedChanges } from "./behaviours/guard.js";
import { listKeyboard } from "./behaviours/list_keyboard.js";
import { matrixEditor } from "./behaviours/matrix.js";
import { menus } from "./behaviours/menus.js";
import { selection } from "./behaviours/selection.js";
import { submitOnChange } from "./behaviours/submit_on_change.js";
import { trouble } from "./behaviours/trouble.js";

// Pages written later may listen to htmx; the name is its documented one.
window.htmx = htmx;

document.documentElement.classList.add("has-script");

// These listen on the document, so that fragments swapped in by htmx need no start of their own.
menus(document);
listKeyboard(document);
matrixEditor(document);
guardUnsavedChanges(window);
dropZones(document);
submitOnChange(document);
charts(document);
trouble(document);
freshToken(document);

Alpine.data("selection", selection);
Alpine.start();
