// A sheet that is not open any more leaves nothing on this device.

import * as device from "./device.js";

const { member, within, open } = document.getElementById("sheets").dataset;
const still = new Set(open.split(" ").map((draft) => `${member} ${draft}`));
const keys = await device.keys().catch(() => []);
for (const key of keys) {
  if (key.startsWith(`${member} `) && key.includes(within) && !still.has(key)) device.drop(key).catch(() => {});
}
