/** Storage of the browser that may be full, forbidden or empty: then nothing is remembered. */
export function read(storage: Storage, key: string): unknown {
  try {
    const text = storage.getItem(key);
    return text === null ? null : (JSON.parse(text));
  } catch {
    return null;
  }
}

export function write(storage: Storage, key: string, value: unknown): void {
  try {
    if (value === null) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    /* A private window without storage works the same, it only forgets. */
  }
}
