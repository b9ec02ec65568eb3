// A sheet that is not open any more leaves nothing on this device.

import * as device from "./device.js";

const { kind, open } = document.getElementById("sheets").dataset;
const still = new Set(open.split(" ").map((sheet) => kind + sheet));
const keys = await device.keys().catch(() => []);
for (const key of keys) if (key.startsWith(kind) && !still.has(key)) device.drop(key).catch(() => {});
