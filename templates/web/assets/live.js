// Keeps the element #live as it is on the server: told of changes by a stream, or asking every now and then where streams
// are blocked. A page that carries its content in the stream (the shared dashboard) is shown it; any other is fetched again.

const live = document.getElementById("live");
const status = document.querySelector("main [role=status]");
const shown = document.getElementById("live-state");
const button = document.getElementById("live-pause");
const words = live.dataset;

let version = words.version;
let stream = null;
let heard = 0;
let polling = null;
let paused = false;
let waiting = null;

// What is done to the page.

/** Whether somebody is at something that a new content would take out of their hands. */
function inUse() {
    const at = document.activeElement;
    return (live.contains(at) && at.matches("input, select, textarea")) || live.querySelector("dialog[open], form[data-touched]");
}

function show(html, next) {
    if (next === version) return;
    if (inUse()) {
        waiting = [html, next];
        return;
    }
    waiting = null;
    version = next;
    const focused = live.contains(document.activeElement) ? document.activeElement.id : "";
    const open = [...live.querySelectorAll("details[open][id]")].map((one) => one.id);
    const chosen = [...live.querySelectorAll("input:checked[name]")].map((one) => [one.name, one.value]);
    live.innerHTML = html;
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    for (const [name, value] of chosen) {
        for (const one of live.querySelectorAll("input")) if (one.name === name && one.value === value) one.checked = true;
    }
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    announce();
}

// One sentence when it has become quiet, and no more than one every twenty seconds: who hears the page is not to be read
// each number as it moves.
let announced = 0;
let quiet = null;

function announce() {
    clearTimeout(quiet);
    quiet = setTimeout(() => {
        announced = Date.now();
        const said = document.createElement("p");
        said.className = "unseen";
        said.textContent = live.querySelector("[data-summary]")?.dataset.summary ?? words.updated;
        status?.replaceChildren(said);
    }, Math.max(3000, announced + 20000 - Date.now()));
}

function tell(state) {
    if (!shown) return;
    shown.hidden = false;
    shown.textContent = words[state];
    shown.classList.toggle("off", state !== "on");
}

// Where changes come from.

async function fetchPage() {
    try {
        const answer = await fetch(location.href, { cache: "no-store" });
        if (answer.status === 410) return end();
        if (!answer.ok) throw new Error(answer.status);
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const next = page.getElementById("live");
        if (next && !paused) show(next.innerHTML, next.dataset.version);
        if (polling) tell("polled");
    } catch {
        if (!paused) tell("off");
    }
}

function poll() {
    if (polling || paused) return;
    tell("polled");
    polling = setInterval(fetchPage, Number(words.poll) || 30000);
}

function stopPolling() {
    clearInterval(polling);
    polling = null;
}

function listen() {
    const address = new URL(words.events, location.href);
    address.searchParams.set("since", version);
    stream = new EventSource(address);
    const alive = () => {
        heard = Date.now();
        stopPolling();
        tell("on");
    };
    stream.addEventListener("beat", alive);
    stream.addEventListener("change", (event) => {
        alive();
        if (event.data) show(event.data, event.lastEventId);
        else if (event.lastEventId !== version) fetchPage();
    });
    stream.addEventListener("gone", end);
    stream.onerror = poll;
}

function end() {
    stop();
    clearInterval(pulse);
    if (button) button.hidden = true;
    tell("gone");
}

function stop() {
    stream?.close();
    stream = null;
    stopPolling();
}

// A stream that says nothing, not even that it is there, is held back on its way; one that was refused is tried again.
const pulse = setInterval(() => {
    if (waiting && !inUse()) show(...waiting);
    if (paused) return;
    if (Date.now() - heard > 40000) poll();
    if (stream?.readyState === EventSource.CLOSED && Date.now() - tried > 60000) {
        tried = Date.now();
        listen();
    }
}, 2000);
let tried = Date.now();

// RGAA 13.8: whoever reads can stop what moves.
if (button) {
    button.hidden = false;
    button.addEventListener("click", () => {
        paused = !paused;
        button.textContent = paused ? words.resume : words.pause;
        if (paused) {
            stop();
            tell("paused");
        } else {
            fetchPage();
            listen();
        }
    });
}

heard = Date.now() - 35000;
listen();
addEventListener("pagehide", stop);
addEventListener("pageshow", (event) => {
    if (event.persisted && !paused) listen();
});
