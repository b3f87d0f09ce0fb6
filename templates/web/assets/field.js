// The technician's pages, made to work where there is no network.
//
// Each form of a page says what it does by its button. Here it becomes an entry: kept on this device, shown at once as if it
// were done, and sent in order as soon as the service answers, which alone decides. Without this script the same forms
// are posted one by one. All words come with the page.

import { eraseQueue, newID, openQueue } from "./field-queue.js";

const page = document.getElementById("field").dataset;
const name = `field ${page.home}`;
const queue = await openQueue(name);

/** The state that an act leads to (RG-017), shown until the service has decided. */
const LEADS_TO = {
    start: "inProgress", finish: "done", postpone: "postponed", missed: "postponed", remediate: "toRemediate",
};
const RETRY = 5000;
const MOST_AT_ONCE = 50;
const RETURN = 1500;

let reached = !document.documentElement.dataset.kept;

// MARK: Acts

document.addEventListener("submit", (event) => {
    const form = event.target;
    const act = event.submitter?.value;
    const root = form.closest("[data-operation]");
    if (!root || !act || !("act" in form.dataset)) return;
    event.preventDefault();
    perform(act, form, root);
});

async function perform(act, form, root) {
    // What the form says besides is for when it is posted by itself.
    const { csrf, entry: formID, id, seen, ...fields } = Object.fromEntries(new FormData(form));
    const entry = {
        ...fields, id: newID(), operation: root.dataset.operation, act,
        seen: root.dataset.now ?? root.dataset.state, at: new Date().toISOString(),
    };
    if (act === "finish" && stopAtUnticked(root)) return;
    await queue.add(entry);
    const dialog = form.closest("dialog");
    dialog?.close(fields.step ? `step-${fields.step}` : "");
    form.reset();
    await paint();
    say(words(act, fields));
    const sent = send();
    if (act === "start" && root.dataset.page) return leave(root.dataset.page, Promise.race([sent, wait(RETURN)]));
    // RG-022
    if (act in LEADS_TO && act !== "start" && !root.dataset.page) leave(page.home, wait(isStill() ? 0 : RETURN));
}

/** Finishing needs every step: says so, and goes to the first that is missing. */
function stopAtUnticked(root) {
    const missing = root.querySelector("[role=checkbox][aria-checked=false]");
    if (missing) say(page.incomplete, "warn");
    missing?.focus();
    return missing;
}

const leave = async (address, when) => {
    await when;
    location.assign(address + page.query);
};
const isStill = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const wait = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const words = (act, fields) => (page[`said${act[0].toUpperCase()}${act.slice(1)}`] ?? "")
    .replace("{step}", fields.step ? document.getElementById(`step-${fields.step}`)?.dataset.label ?? "" : "");

// MARK: Sending

let sending;
let again = false;

/** What is added while others are being sent follows them at once. */
function send() {
    again = true;
    sending ??= oneWindowAtATime(async () => {
        while (again) {
            again = false;
            await replay();
        }
    }).finally(() => {
        sending = undefined;
        return again ? send() : undefined;
    });
    return sending;
}

const oneWindowAtATime = (work) => (navigator.locks ? navigator.locks.request(name, work) : work());

/** Sends what waits, in order. What is not done for good is told beside its intervention; nothing is dropped unread. */
async function replay() {
    let changed = false;
    for (;;) {
        const waiting = await queue.waiting();
        if (!waiting.length) break;
        const outcomes = await post(waiting);
        if (!outcomes?.length) break;
        for (const { operation, message } of outcomes) {
            if (message) await queue.tell(operation, message);
        }
        await queue.remove(outcomes.map((outcome) => outcome.id));
        changed = true;
    }
    if (changed) await refresh();
    await paint();
}

async function post(waiting) {
    const photo = waiting.findIndex((entry) => entry.act === "photo");
    const entries = waiting.slice(0, photo < 0 ? MOST_AT_ONCE : Math.min(photo, MOST_AT_ONCE));
    const request = entries.length ? together(entries) : alone(waiting[0]);
    let answer;
    try {
        answer = await fetch(request.address, { method: "POST", ...request, signal: AbortSignal.timeout(60000) });
    } catch {
        reached = false;
        return undefined;
    }
    if (answer.status === 410) return forget(answer);
    reached = true;
    return answer.ok ? (await answer.json()).outcomes : undefined;
}

const together = (entries) => ({
    address: page.entries,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ csrf: page.csrf, entries: entries.map(({ order, ...entry }) => entry) }),
});

function alone({ id, operation, at, photo }) {
    const body = new FormData();
    for (const [key, value] of Object.entries({ csrf: page.csrf, id, at, photo })) body.append(key, value);
    return { address: `${page.home}/${operation}/photos${page.query}`, headers: { Accept: "application/json" }, body };
}

/** The link has ended: the worker forgets when it hears so, and this where there is none. Nothing follows. */
async function forget(answer) {
    clearInterval(retrying);
    queue.close();
    await eraseQueue(name).catch(() => {});
    const told = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main");
    if (!told.querySelector("[role=note]")) told.append(copy("forgotten"));
    document.querySelector("main").replaceWith(document.adoptNode(told));
    return new Promise(() => {});
}

// MARK: Showing

/** A button that is swapped between press and release would lose the click. */
let isPressed = false;
for (const kind of ["keydown", "pointerdown"]) addEventListener(kind, () => { isPressed = true; }, true);
for (const kind of ["keyup", "pointerup", "pointercancel", "blur"]) {
    addEventListener(kind, () => { isPressed = false; }, true);
}

/** Takes the parts of the page that may have changed from the service, and leaves what is being typed and the focus. */
async function refresh() {
    const answer = await fetch(location.pathname + page.query).catch(() => undefined);
    if (!answer?.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const kept = fresh.documentElement.dataset.kept;
    if (kept) return;
    delete document.documentElement.dataset.kept;
    while (isPressed) await wait(20);
    const focused = document.activeElement?.id;
    for (const part of document.querySelectorAll("[data-live]")) {
        const other = fresh.getElementById(part.id);
        if (other) part.replaceWith(document.adoptNode(other));
    }
    for (const root of document.querySelectorAll("[data-operation]")) {
        const state = fresh.querySelector(`[data-operation="${root.dataset.operation}"]`)?.dataset.state;
        if (state) root.dataset.state = state;
    }
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
    reached = true;
}

/** Shows what waits as if it were done, what was not done, and what there is to know about the network. */
async function paint() {
    const [waiting, told] = await Promise.all([queue.waiting(), queue.told()]);
    for (const root of document.querySelectorAll("[data-operation]")) {
        const own = (row) => row.operation === root.dataset.operation;
        paintState(root, waiting.filter(own));
        paintSteps(root, waiting.filter(own));
        paintNotes(root, waiting.filter(own));
        paintTold(root, told.filter(own));
    }
    paintNetwork(waiting.length);
}

function paintState(root, entries) {
    const state = entries.reduce((state, entry) => LEADS_TO[entry.act] ?? state, root.dataset.state);
    if (root.dataset.now !== state) {
        root.dataset.now = state;
        root.querySelector("[data-part=state]")?.replaceChildren(copy(`state-${state}`));
        for (const part of root.querySelectorAll("[data-from]")) {
            part.hidden = !part.dataset.from.split(" ").includes(state);
        }
    }
    root.toggleAttribute("data-waiting", entries.length > 0);
}

function paintSteps(root, entries) {
    const ticks = new Map(entries.filter((entry) => entry.step).map((entry) => [entry.step, entry.act === "tick"]));
    for (const [step, ticked] of ticks) {
        const button = document.getElementById(`step-${step}`);
        button?.setAttribute("aria-checked", ticked);
        if (button) button.value = ticked ? "untick" : "tick";
    }
    const isOpen = root.dataset.now === "inProgress";
    let mayGoOn = true;
    for (const phase of root.querySelectorAll("[data-phase]")) {
        const steps = [...phase.querySelectorAll("[role=checkbox]")];
        const isDone = steps.every((step) => step.getAttribute("aria-checked") === "true");
        // RG-032: a locked phase opens when the one before is complete.
        const isLocked = "lock" in phase.dataset && !mayGoOn;
        for (const step of steps) step.disabled = !isOpen || isLocked;
        const state = isLocked ? "locked" : isDone ? "complete" : "open";
        if (ticks.size) phase.querySelector("[data-part=phase]")?.replaceChildren(copy(`phase-${state}`));
        mayGoOn &&= isDone;
    }
    const progress = root.querySelector("progress");
    if (!progress) return;
    const boxes = root.querySelectorAll("[role=checkbox]");
    const done = boxes.length
        ? root.querySelectorAll("[role=checkbox][aria-checked=true]").length
        : Number(progress.dataset.done) + [...ticks.values()].reduce((sum, ticked) => sum + (ticked ? 1 : -1), 0);
    progress.value = Math.max(0, Math.min(progress.max, done));
    root.querySelector("[data-part=steps]").textContent = page.steps
        .replace("{done}", progress.value).replace("{count}", progress.max);
}

function paintNotes(root, entries) {
    const list = root.querySelector("[data-part=notes]");
    list?.querySelectorAll("[data-waits]").forEach((note) => note.remove());
    for (const entry of entries.filter((entry) => list && ["note", "photo"].includes(entry.act))) {
        const note = copy("waiting-note");
        note.querySelector("[data-part=text]").textContent = entry.text ?? entry.photo.name;
        list.append(note);
    }
}

function paintTold(root, told) {
    const place = root.querySelector("[data-part=told]");
    if (!place || (!told.length && !place.childElementCount)) return;
    place.replaceChildren();
    if (!told.length) return;
    const notice = copy("told");
    const texts = notice.querySelector("[data-part=texts]");
    for (const { text } of told) texts.append(Object.assign(document.createElement("p"), { textContent: text }));
    notice.querySelector("button").addEventListener("click", async () => {
        await queue.read(root.dataset.operation);
        await paint();
        document.getElementById("main").focus();
    });
    place.append(notice);
}

function paintNetwork(count) {
    const bar = document.getElementById("network");
    const kept = document.documentElement.dataset.kept;
    const isOffline = !reached || !navigator.onLine;
    const parts = [];
    if (isOffline) parts.push(kept ? page.offlineSince.replace("{time}", moment(Number(kept))) : page.offline);
    if (count) parts.push((count === 1 ? page.waitingOne : page.waitingMany).replace("{count}", count));
    bar.hidden = !parts.length;
    const text = parts.join(" • ");
    const line = bar.querySelector("[data-part=text]");
    if (line.textContent === text) return;
    line.textContent = text;
    if (isOffline && !bar.dataset.told) say(text, "warn");
    bar.dataset.told = isOffline ? "yes" : "";
}

/** "8h12", with its day where that is not today. */
function moment(milliseconds) {
    const date = new Date(milliseconds);
    const time = `${date.getHours()}${page.hourMark}${String(date.getMinutes()).padStart(2, "0")}`;
    if (date.toDateString() === new Date().toDateString()) return time;
    return `${date.toLocaleDateString(page.language, { day: "numeric", month: "long" })}, ${time}`;
}

/** Says a result in the page's one polite live region. */
function say(text, kind = "good") {
    if (!text) return;
    const notice = copy(`said-${kind}`);
    notice.querySelector("[data-part=text]").textContent = text;
    document.querySelector("main > [role=status]").replaceChildren(notice);
}

const copy = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

// MARK: Dialogs

document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-dialog]");
    if (opener && open(opener.dataset.dialog, opener.id)) event.preventDefault();
    const closer = event.target.closest("[data-close]");
    if (closer) {
        event.preventDefault();
        closer.closest("dialog").close();
    }
});

/** Opens a dialog; Escape closes it, the Tab key stays in it, and what opened it has the focus again afterwards, unless the
    dialog closed with the identifier of what to go to. */
function open(id, opener) {
    const dialog = document.getElementById(id);
    if (!dialog) return false;
    dialog.returnValue = "";
    dialog.showModal();
    dialog.querySelector("[data-part=document]")?.dispatchEvent(new Event("show"));
    dialog.addEventListener("close", () => document.getElementById(dialog.returnValue || opener)?.focus(), {
        once: true,
    });
    return true;
}

document.addEventListener("keydown", (event) => {
    const dialog = document.querySelector("dialog[open]");
    if (event.key !== "Tab" || !dialog) return;
    const stops = [...dialog.querySelectorAll("a[href], button, input:not([type=hidden]), textarea, select")]
        .filter((stop) => stop.checkVisibility() && !stop.disabled);
    const edge = event.shiftKey ? stops[0] : stops.at(-1);
    if (document.activeElement !== edge && dialog.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? stops.at(-1) : stops[0])?.focus();
});

document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!("rate" in form.dataset)) return;
    event.preventDefault();
    const body = new URLSearchParams([...new FormData(form), ["useful", event.submitter.value]]);
    const answer = await fetch(form.action, { method: "POST", body }).catch(() => undefined);
    if (!answer?.ok) return say(page.needsNetwork, "warn");
    for (const button of form.querySelectorAll("button")) button.ariaPressed = String(button === event.submitter);
    form.querySelector("[data-part=useful]").textContent = page.thanks;
});

/** A document that is text is shown where it is asked for. */
for (const place of document.querySelectorAll("[data-part=document]")) {
    place.addEventListener("show", async () => {
        const answer = await fetch(place.dataset.source).catch(() => undefined);
        if (answer?.ok) place.textContent = await answer.text();
        place.hidden = !answer?.ok;
    }, { once: true });
}

// MARK: Beginning

const asked = new URLSearchParams(location.search).get("ask");
if (asked) open(`ask-${asked}`, `open-${asked}`);

addEventListener("online", () => send().then(refresh).then(paint));
addEventListener("offline", paint);
const retrying = setInterval(async () => {
    const isBehind = !reached || document.documentElement.dataset.kept || (await queue.waiting()).length;
    if (isBehind && navigator.onLine) await send().then(refresh).then(paint);
}, RETRY);

await paint();
await send();

// The worker keeps the day as it is now.
const registration = await navigator.serviceWorker?.register(page.worker, { scope: page.home, updateViaCache: "none" });
if (registration && location.pathname === page.home && !document.documentElement.dataset.kept) {
    (await navigator.serviceWorker.ready).active.postMessage("keep");
}
