// Dragging a session onto another week or day of the calendar. The server says for every column what a move there
// would break or cost; a drop leads to the page that lists the times of that column and moves nothing by itself.
// Everything here can be done from that page without a mouse.
(() => {
  const table = document.querySelector("table.gantt");
  if (!table) return;
  const words = document.getElementById("drag-words");
  const COLOURS = ["drop-free", "drop-amber", "drop-red", "drop-here"];
  let dragged = null;
  let marks = null;

  const cells = () => table.querySelectorAll("td[data-day]");
  const clear = () => {
    for (const cell of cells()) cell.classList.remove(...COLOURS);
    words.textContent = "";
    dragged = marks = null;
  };
  const paint = () => {
    for (const cell of cells()) {
      cell.classList.add(`drop-${marks.columns[cell.dataset.day]?.colour ?? "red"}`);
    }
  };
  const markOf = (cell) => marks?.columns[cell.dataset.day] ?? { colour: "red", words: marks?.none ?? "" };

  document.addEventListener("dragstart", async (event) => {
    const chip = event.target.closest?.("[data-marks]");
    if (!chip) return;
    dragged = chip;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", chip.href);
    const answer = await fetch(`${chip.dataset.marks}?scale=${table.dataset.scale}`, {
      headers: { Accept: "application/json" },
    });
    // The person may have let go, or taken up another session, meanwhile.
    if (!answer.ok || dragged !== chip) return;
    marks = await answer.json();
    if (dragged === chip) paint();
  });
  table.addEventListener("dragover", (event) => {
    const cell = event.target.closest("td[data-day]");
    if (!dragged || !cell || !marks) return;
    const mark = markOf(cell);
    words.textContent = `${cell.dataset.day.replaceAll("-", "/")} ${mark.words}`;
    for (const each of table.querySelectorAll(".drop-here")) each.classList.remove("drop-here");
    cell.classList.add("drop-here");
    if (mark.colour !== "red") event.preventDefault();
  });
  table.addEventListener("drop", (event) => {
    const cell = event.target.closest("td[data-day]");
    if (!dragged || !cell || !marks || markOf(cell).colour === "red") return;
    event.preventDefault();
    window.location.assign(`${dragged.dataset.move}?on=${cell.dataset.day}`);
  });
  document.addEventListener("dragend", clear);
})();
