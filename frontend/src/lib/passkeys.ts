/** Between the JSON the server speaks and the bytes the browser's passkeys speak. */

type Json = Record<string, unknown>;

function bytes(text: string): ArrayBuffer {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  const buffer = new ArrayBuffer(plain.length);
  const view = new Uint8Array(buffer);
  for (let at = 0; at < plain.length; at++) view[at] = plain.charCodeAt(at);
  return buffer;
}

function text(buffer: ArrayBuffer): string {
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function withBytes(descriptors: unknown): unknown {
  if (!Array.isArray(descriptors)) return descriptors;
  return (descriptors as (Json & { id: string })[]).map((item) => ({ ...item, id: bytes(item.id) }));
}

/** The options of `navigator.credentials`, as the server wrote them in JSON. */
export function fromJson(options: Json): Json {
  const key = { ...(options["publicKey"] as Json) };
  key["challenge"] = bytes(key["challenge"] as string);
  for (const name of ["allowCredentials", "excludeCredentials"]) {
    if (name in key) key[name] = withBytes(key[name]);
  }
  const user = key["user"] as (Json & { id: string }) | undefined;
  if (user) key["user"] = { ...user, id: bytes(user.id) };
  return { publicKey: key };
}

/** What the browser answered, as the server reads it. */
export function toJson(credential: PublicKeyCredential): string {
  const response: Json = {};
  const parts = ["attestationObject", "authenticatorData", "clientDataJSON", "signature", "userHandle"];
  for (const name of parts) {
    const part = (credential.response as unknown as Json)[name];
    if (part instanceof ArrayBuffer) response[name] = text(part);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}
