// The technician's service worker: keeps the day, its checklists and its documents for where there is no network.
//
// Before this text the service writes VERSION, which changes with the assets, SHELL, the paths of the assets that field
// pages need, and FORGOTTEN, what is told where this device has forgotten what it kept. Pages come from the network first, and from what is kept where it is slow or gone; assets, whose
// names change with their content, from what is kept. Nothing outside /f/TOKEN and those assets is kept.

const home = new URL(registration.scope).pathname;
const PAGES = `field ${home} pages`;
const FILES = `field ${home} files`;
const ASSETS = `field ${home} assets ${VERSION}`;
const PATIENCE = 3000;

/** Set once the link has ended: nothing is kept any more. */
let ended = false;

addEventListener("install", (event) => {
    event.waitUntil(caches.open(ASSETS).then((cache) => cache.addAll(SHELL)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
    event.waitUntil(clients.claim().then(keepDay).then(dropOldVersions, () => {}));
});

addEventListener("message", (event) => {
    if (event.data === "keep") event.waitUntil(keepDay().catch(() => {}));
});

addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (url.origin !== location.origin) return;
    if (url.pathname.startsWith("/assets/")) {
        event.respondWith(asset(event.request));
    } else if (url.pathname === home || url.pathname.startsWith(`${home}/`)) {
        if (event.request.method !== "GET") event.respondWith(fromNetwork(event, event.request));
        else if (url.pathname.startsWith(`${home}/documents/`)) event.respondWith(file(event, url));
        else if (!/\.(js|webmanifest)$|\/photos\//.test(url.pathname)) event.respondWith(page(event, url));
    }
});

async function asset(request) {
    const kept = await caches.match(request);
    if (kept) return kept;
    const answer = await fetch(request);
    if (answer.ok && !ended) await (await caches.open(ASSETS)).put(request, answer.clone());
    return answer;
}

/** A document does not change under its address. */
async function file(event, url) {
    const kept = url.search ? undefined : await caches.open(FILES).then((cache) => cache.match(url.pathname));
    if (kept) return kept;
    try {
        return await fromNetwork(event, event.request);
    } catch {
        return (await caches.open(FILES).then((cache) => cache.match(url.pathname))) ?? (await offlinePage());
    }
}

async function page(event, url) {
    const cache = await caches.open(PAGES);
    const fresh = fromNetwork(event, event.request).then(async (answer) => {
        // What is told once, and what one tap asked for, is not what the page looks like.
        if (!/[?&](?!lang=)/.test(url.search)) await keep(cache, url.pathname, answer);
        return answer;
    });
    event.waitUntil(fresh.catch(() => {}));
    try {
        return await Promise.race([fresh, late()]);
    } catch {
        return (await cache.match(url.pathname)) ?? (await fresh.catch(offlinePage));
    }
}

/** Whatever the service answers; where it says that the link has ended, this device forgets. */
async function fromNetwork(event, request) {
    const answer = await fetch(request);
    if (answer.status !== 410) return answer;
    await forget();
    const text = await answer.text();
    const told = `<p class="notice note" role="note">${FORGOTTEN}</p></main>`;
    return new Response(text.replace("</main>", told), { status: 410, headers: plain(answer.headers) });
}

/** Keeps a page with the moment at which it was true. */
async function keep(cache, path, answer) {
    if (ended || !answer.ok || answer.redirected || !answer.headers.get("Content-Type")?.startsWith("text/html")) return;
    const text = await answer.clone().text();
    const marked = text.replace("<html ", `<html data-kept="${Date.now()}" `);
    await cache.put(path, new Response(marked, { headers: plain(answer.headers) }));
}

/** The headers of an answer whose text was changed. */
function plain(fields) {
    const headers = new Headers(fields);
    headers.delete("Content-Encoding");
    headers.delete("Content-Length");
    return headers;
}

/** Fetches all that the day needs, and lets go of what it no longer needs. */
async function keepDay() {
    const answer = await fetch(`${home}/kept.json`);
    if (answer.status === 410) return forget();
    if (ended || !answer.ok) return;
    const day = await answer.json();
    const [pages, files] = await Promise.all([caches.open(PAGES), caches.open(FILES)]);
    for (const path of day.pages) {
        const page = await fetch(path);
        await keep(pages, new URL(path, location).pathname, page);
    }
    for (const path of day.files) {
        if (await files.match(path)) continue;
        const file = await fetch(`${path}?use=keep`);
        if (file.ok) await files.put(path, file).catch(() => {});
    }
    await dropOthers(pages, day.pages);
    await dropOthers(files, day.files);
}

async function dropOthers(cache, paths) {
    const wanted = new Set(paths.map((path) => new URL(path, location).pathname));
    for (const request of await cache.keys()) {
        if (!wanted.has(new URL(request.url).pathname)) await cache.delete(request);
    }
}

async function dropOldVersions() {
    await dropCaches((name) => ![PAGES, FILES, ASSETS].includes(name));
}

/** The link was revoked or has expired: nothing of it stays on this device, not even what waited to be sent. */
async function forget() {
    ended = true;
    await dropCaches(() => true);
    await new Promise((resolve) => {
        const erasing = indexedDB.deleteDatabase(`field ${home}`);
        erasing.onsuccess = erasing.onerror = resolve;
    });
    await registration.unregister();
}

async function dropCaches(matches) {
    const names = await caches.keys();
    const ours = names.filter((name) => name.startsWith(`field ${home} `));
    await Promise.all(ours.filter(matches).map((name) => caches.delete(name)));
}

const offlinePage = async () => (await caches.match(`${home}/offline`)) ?? Response.error();

const late = () => new Promise((_, reject) => setTimeout(reject, PATIENCE));
