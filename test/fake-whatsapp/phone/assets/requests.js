/** @returns the answer's JSON and whether the simulator took the request. */
export async function post(path, body, headers = { 'content-type': 'application/json' }) {
  const payload = body instanceof Blob ? body : JSON.stringify(body)
  try {
    const answer = await fetch(path, { method: 'POST', body: payload, headers })
    return { ...(await answer.json()), isTaken: answer.ok }
  } catch {
    return { isTaken: false }
  }
}

/** What the page draws for the chosen phone and chat. */
export async function getState(chosen) {
  const query = new URLSearchParams(Object.entries(chosen).filter(([, value]) => value))
  return (await fetch(`/api/state?${query}`)).json()
}
