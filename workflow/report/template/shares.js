// The main figure as a chart in which an outlet can be chosen. It is drawn from the table below the still figure, which
// stands (and prints) without this script.
"use strict";
(() => {
  const details = document.getElementById("shares"), still = document.getElementById("still");
  if (!details || !still) return;
  const table = details.querySelector("table");
  const names = [...table.tHead.rows[0].cells].slice(1).map((cell) => cell.textContent.trim());
  const make = (tag, kind, text) => {
    const node = document.createElement(tag);
    if (kind) node.className = kind;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const chart = make("figure", "chart"), list = make("div", "chart-rows"), status = make("p", "chart-status");
  const label = make("label", "", "Outlet "), choice = make("select");
  names.forEach((name, place) => choice.append(new Option(name, String(place))));
  choice.id = "chart-outlet";
  label.htmlFor = choice.id;
  status.setAttribute("role", "status");
  const controls = make("p", "chart-choice");
  controls.append(label, choice);

  const rows = [];
  for (const body of table.tBodies) {
    const [head, ...own] = body.rows;
    const group = make("section"), title = make("h3", "", head.textContent.trim()), items = make("ul");
    group.append(title, items);
    list.append(group);
    for (const row of own) {
      const name = row.cells[0].textContent.trim();
      const colour = (row.cells[0].className.match(/colour-([0-9a-f]{6})/) || [])[1];
      const values = [...row.cells].slice(1).map((cell) => ({
        text: cell.textContent.trim(),
        numbers: [...cell.querySelectorAll("data")].map((one) => Number(one.value)),
      }));
      const item = make("li"), track = make("span", "track"), whole = make("span", "whole"), line = make("span", "line");
      const dot = make("span", "dot"), value = make("span", "value");
      track.setAttribute("aria-hidden", "true");
      track.append(whole, line, dot);
      if (colour) item.style.color = `#${colour}`;
      item.append(make("span", "name", name), track, value);
      items.append(item);
      rows.push({ values, whole, line, dot, value });
    }
  }

  const axis = make("div", "chart-axis"), scale = make("span", "track");
  for (const share of [0, 20, 40, 60, 80, 100]) {
    const mark = make("span", "", `${share}%`);
    mark.style.left = `${share}%`;
    scale.append(mark);
  }
  axis.setAttribute("aria-hidden", "true");
  axis.append(make("span"), scale, make("span", "unit", "share of stories"));
  list.append(axis);

  const percent = (share) => `${(100 * share).toFixed(2)}%`;
  function draw() {
    const place = Number(choice.value);
    for (const { values, whole, line, dot, value } of rows) {
      const { text, numbers } = values[place], all = values[0].numbers;
      const known = numbers.length > 0, ranged = numbers.length === 3;
      dot.hidden = !known;
      line.hidden = !ranged;
      whole.hidden = place === 0 || !all.length;
      if (known) dot.style.left = percent(numbers[0]);
      if (ranged) {
        line.style.left = percent(numbers[1]);
        line.style.width = percent(numbers[2] - numbers[1]);
      }
      if (all.length) whole.style.left = percent(all[0]);
      value.textContent = text;
    }
    status.textContent = place === 0
      ? `${names[0]}. Lines: 95% intervals over stories.`
      : `${names[place]}. Lines: 95% intervals over stories; grey ticks: all outlets together.`;
  }
  choice.addEventListener("input", draw);
  chart.append(make("figcaption", "", "Share of stories in focus with each frame"), controls, status, list);
  still.before(chart);
  still.classList.add("print-only");
  draw();
})();
