// The table of articles: search, choice and order. Without this script the table stands whole, in order of date.
"use strict";
(() => {
  const at = (id) => document.getElementById(id);
  const table = at("articles"), body = table.tBodies[0], status = at("count");
  const text = (node) => node.textContent.trim();
  const rows = [...body.rows].filter((row) => row.cells.length === 4).map((row) => ({
    row,
    cells: [...row.cells].map(text),
    words: (text(row.cells[0]) + " " + text(row.cells[1])).toLowerCase(),
    frames: new Set((row.dataset.f || "").split(" ")),
  }));
  const known = (day) => /^\d{4}-\d\d-\d\d/.test(day);

  function choose() {
    const words = at("find").value.toLowerCase().split(/\s+/).filter(Boolean);
    const outlet = at("outlet").value, frame = at("frame").value, from = at("from").value, to = at("to").value;
    let shown = 0;
    for (const { row, cells, words: own, frames } of rows) {
      const day = cells[2].slice(0, 10);
      const fits = words.every((word) => own.includes(word))
        && (!outlet || cells[1] === outlet)
        && (!frame || frames.has(frame))
        && (!from || (known(day) && day >= from))
        && (!to || (known(day) && day <= to));
      row.hidden = !fits;
      shown += fits;
    }
    status.textContent = shown === rows.length
      ? `${shown.toLocaleString("en")} articles listed.`
      : `${shown.toLocaleString("en")} of ${rows.length.toLocaleString("en")} articles listed.`;
  }

  const collator = new Intl.Collator("en", { sensitivity: "base", numeric: true });
  function order(column, head) {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const none = (entry) => entry.cells[column] === "–";
    rows.sort((a, b) => none(a) - none(b) || collator.compare(a.cells[column], b.cells[column]) * (down ? -1 : 1));
    body.append(...rows.map((entry) => entry.row));
  }

  [...table.tHead.rows[0].cells].slice(0, 3).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text(head);
    button.addEventListener("click", () => order(column, head));
    head.replaceChildren(button);
  });
  table.tHead.rows[0].cells[2].setAttribute("aria-sort", "ascending");
  let wait;
  const soon = () => { clearTimeout(wait); wait = setTimeout(choose, 120); };
  for (const id of ["find", "outlet", "frame", "from", "to"]) at(id).addEventListener("input", soon);
  at("reset").addEventListener("click", () => {
    for (const id of ["find", "outlet", "frame", "from", "to"]) at(id).value = "";
    choose();
    at("find").focus();
  });
  at("controls").hidden = false;
})();
