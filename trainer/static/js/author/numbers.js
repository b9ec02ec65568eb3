// Numbers the lines of a textarea: a mirror of its text lies behind it, wraps as it does, and counts.

const mirrored = (line) => {
  const element = document.createElement("div");
  element.textContent = `${line}\u200b`; // an empty line is a line high, too
  return element;
};

export function numbered(text) {
  const mirror = document.createElement("div");
  mirror.className = "lines";
  mirror.ariaHidden = "true";
  text.before(mirror);
  text.parentElement.classList.add("numbered");
  let shown = [];

  function draw() {
    const lines = text.value.split("\n");
    const least = Math.min(lines.length, shown.length);
    let head = 0;
    while (head < least && lines[head] === shown[head]) head += 1;
    let tail = 0;
    while (tail < least - head && lines.at(-1 - tail) === shown.at(-1 - tail)) tail += 1;
    const old = [...mirror.children].slice(head, shown.length - tail);
    const after = mirror.children[shown.length - tail] ?? null;
    old.forEach((line) => line.remove());
    lines.slice(head, lines.length - tail).forEach((line) => mirror.insertBefore(mirrored(line), after));
    shown = lines;
  }

  // Puts the cursor into a line and shows it.
  function go(number) {
    if (number < 1 || number > shown.length) return;
    const start = shown.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    text.focus({ preventScroll: true });
    text.setSelectionRange(start, start + shown[number - 1].length);
    mirror.children[number - 1].scrollIntoView({ block: "center" });
  }

  draw();
  return { draw, go };
}
