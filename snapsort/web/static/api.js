/** The server's answers. Nothing else in the page makes a request, and all go to where the page came from. */

/** An answer that is no success: what happened, in the server's words. */
export class ApiError extends Error {
  /** @param {string} message @param {string} code @param {number} status */
  constructor(message, code, status) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

let isOver = false; // the server was stopped: whoever still waits for it waits in vain

/** @param {string} path @returns {Promise<any>} */
export async function getJson(path) {
  return (await ask(path)).json();
}

/**
 * A typed array; while it is being made, waits for it.
 * @template T
 * @param {string} path
 * @param {new (buffer: ArrayBuffer) => T} Kind
 * @param {(task: Task) => void} [onProgress]
 * @returns {Promise<T>}
 */
export async function getArray(path, Kind, onProgress) {
  return new Kind(await (await askForMade(path, onProgress)).arrayBuffer());
}

/**
 * JSON; while it is being made, waits for it.
 * @param {string} path
 * @param {(task: Task) => void} [onProgress]
 * @returns {Promise<any>}
 */
export async function getMadeJson(path, onProgress) {
  return (await askForMade(path, onProgress)).json();
}

/** @param {string} path @param {object} [body] @returns {Promise<any>} */
export async function post(path, body = {}) {
  const headers = { "Content-Type": "application/json" };
  return (await ask(path, { method: "POST", headers, body: JSON.stringify(body) })).json();
}

/**
 * Start a task and wait for its result.
 * @param {string} path
 * @param {object} body
 * @param {(task: Task) => void} [onProgress]
 */
export async function postTask(path, body, onProgress) {
  return waitFor((await post(path, body)).task, onProgress);
}

/**
 * The result of a task, once it is done.
 * @typedef {{id: string, doing: string, done: number, total: number|null, state: string, result: any, error: any}} Task
 * @param {string} id
 * @param {(task: Task) => void} [onProgress]
 */
export async function waitFor(id, onProgress) {
  for (;;) {
    const task = await getJson(`/api/tasks/${id}`);
    if (task.state === "done") return task.result;
    if (task.state === "failed") throw makeError(task.error, "It failed.", 500);
    onProgress?.(task); // and again: the server answers when it is done, or a moment later
  }
}

/** @param {number} ms */
export function pause(ms) {
  return new Promise((done) => setTimeout(done, ms));
}

/** End the server; nothing is asked from then on. */
export async function stopServer() {
  await post("/api/stop");
  isOver = true;
}

async function askForMade(path, onProgress) {
  for (;;) {
    const answer = await ask(path);
    if (answer.status !== 202) return answer;
    await waitFor((await answer.json()).task, onProgress);
  }
}

async function ask(path, options) {
  if (isOver) await new Promise(() => {});
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new ApiError("snapsort does not answer. Was it stopped?", "unreachable", 0);
  }
  if (answer.ok) return answer;
  const { error } = await answer.json().catch(() => ({ error: null }));
  throw makeError(error, `The answer was ${answer.status}.`, answer.status);
}

/** @param {{code: string, message: string, hint?: string}|null} error @param {string} otherwise @param {number} status */
function makeError(error, otherwise, status) {
  const words = [error?.message, error?.hint].filter(Boolean).map(sentence).join(" ");
  return new ApiError(words || otherwise, error?.code ?? "", status);
}

function sentence(words) {
  return `${words[0].toUpperCase()}${words.slice(1)}${/[.!?]$/.test(words) ? "" : "."}`;
}
