// What was typed into a sheet and has not reached the server yet, written through to the disk of this device.

const opening = () =>
  new Promise((resolve, reject) => {
    const request = indexedDB.open("sheets", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("sheets", { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

async function within(mode, work) {
  const database = await opening();
  try {
    const transaction = database.transaction("sheets", mode, { durability: "strict" });
    const request = work(transaction.objectStore("sheets"));
    return await new Promise((resolve, reject) => {
      transaction.oncomplete = () => resolve(request.result);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const keep = (sheet) => within("readwrite", (sheets) => sheets.put(sheet));
export const kept = (key) => within("readonly", (sheets) => sheets.get(key));
export const drop = (key) => within("readwrite", (sheets) => sheets.delete(key));
export const keys = () => within("readonly", (sheets) => sheets.getAllKeys());
