/**
 * Files may be dropped on `<div data-drop-zone>`; the file field inside stays the one that is sent.
 * The zone shows what was chosen and, for forms sent by htmx, how much has gone over.
 */
const UNITS = ["B", "kB", "MB", "GB"];

/** 1536 -> "1.5 kB". */
export function fileSize(bytes) {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit]}`;
}

function show(zone, files) {
  const place = zone.querySelector("[data-chosen]");
  if (!place) return;
  place.replaceChildren(
    ...[...files].map((file) => {
      const line = document.createElement("li");
      line.textContent = `${file.name}（${fileSize(file.size)}）`;
      return line;
    }),
  );
}

function take(zone, files) {
  const field = zone.querySelector("input[type=file]");
  if (!field || files.length === 0) return;
  const kept = new DataTransfer();
  for (const file of field.multiple ? files : [files[0]]) kept.items.add(file);
  field.files = kept.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

export function dropZones(root) {
  const zoneOf = (event) => event.target.closest?.("[data-drop-zone]");
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    root.addEventListener(kind, (event) => {
      const zone = zoneOf(event);
      if (!zone) return;
      event.preventDefault();
      zone.classList.toggle("is-over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") take(zone, event.dataTransfer.files);
    });
  }
  root.addEventListener("change", (event) => {
    const zone = zoneOf(event);
    if (zone && event.target.type === "file") show(zone, event.target.files);
  });
  root.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector?.("progress[data-upload]");
    if (!bar || !event.detail.lengthComputable) return;
    bar.hidden = false;
    bar.max = event.detail.total;
    bar.value = event.detail.loaded;
  });
}
