// What was done on this device and waits to be sent, in the order in which it was done; and what became of what was sent
// and not done, until the technician has read it.

const STORES = { waiting: "order", told: "order" };

/** Opens what a link keeps on this device. Rejects where the browser keeps nothing. */
export async function openQueue(name) {
    const opening = indexedDB.open(name, 1);
    opening.onupgradeneeded = () => {
        for (const [store, keyPath] of Object.entries(STORES)) {
            opening.result.createObjectStore(store, { keyPath, autoIncrement: true });
        }
    };
    const database = await result(opening);
    // Whoever erases it (the link was revoked) does not wait for this window.
    database.onversionchange = () => database.close();

    const use = (store, mode) => database.transaction(store, mode).objectStore(store);
    const removeWhere = async (store, matches) => {
        const rows = await result(use(store, "readonly").getAll());
        const writable = use(store, "readwrite");
        await Promise.all(rows.filter(matches).map((row) => result(writable.delete(row.order))));
    };
    return {
        /** Keeps an entry; once this resolves, it survives the window. */
        add: (entry) => result(use("waiting", "readwrite").add(entry)),
        /** All that waits, the oldest first. */
        waiting: () => result(use("waiting", "readonly").getAll()),
        remove: (ids) => removeWhere("waiting", (row) => ids.includes(row.id)),
        /** Keeps what there is to tell about an operation. */
        tell: (operation, text) => result(use("told", "readwrite").add({ operation, text })),
        told: () => result(use("told", "readonly").getAll()),
        read: (operation) => removeWhere("told", (row) => row.operation === operation),
        close: () => database.close(),
    };
}

/** Erases all that a link keeps on this device, but for the pages, which are the worker's. */
export const eraseQueue = (name) => result(indexedDB.deleteDatabase(name));

/** An identifier as the service reads them: the milliseconds, then chance (UUIDv7). */
export function newID() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    new DataView(bytes.buffer).setUint32(0, Math.floor(Date.now() / 0x10000));
    new DataView(bytes.buffer).setUint16(4, Date.now() % 0x10000);
    bytes[6] = (bytes[6] & 0x0f) | 0x70;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function result(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = request.onblocked = () => reject(request.error);
    });
}
