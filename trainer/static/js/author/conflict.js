// Whoever decides between two versions needs no copy of theirs any more.

import { forget } from "./kept.js";

const { whose } = document.querySelector("[data-whose]").dataset;
for (const form of document.forms) if (form.elements.body) form.addEventListener("submit", () => forget(whose));
