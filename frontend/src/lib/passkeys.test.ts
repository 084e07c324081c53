import { expect, test } from "vitest";
import { fromJson, toJson } from "./passkeys";

const bytes = (...numbers: number[]): ArrayBuffer => new Uint8Array(numbers).buffer;

test("identifiers become bytes, whatever letters they are written in", () => {
  const options = fromJson({
    publicKey: { challenge: "-_8", user: { id: "AQ", name: "a" }, allowCredentials: [{ id: "Ag" }] },
  });
  const key = options["publicKey"] as {
    challenge: ArrayBuffer;
    user: { id: ArrayBuffer; name: string };
    allowCredentials: { id: ArrayBuffer }[];
  };
  expect([...new Uint8Array(key.challenge)]).toEqual([251, 255]);
  expect([...new Uint8Array(key.user.id)]).toEqual([1]);
  expect(key.user.name).toBe("a");
  expect([...new Uint8Array(key.allowCredentials[0]?.id ?? bytes())]).toEqual([2]);
});

test("an answer is written without padding and without what is absent", () => {
  const answer = {
    id: "x",
    rawId: bytes(251, 255),
    type: "public-key",
    getClientExtensionResults: () => ({}),
    response: { clientDataJSON: bytes(1), signature: bytes(2), userHandle: null },
  } as unknown as PublicKeyCredential;
  expect(JSON.parse(toJson(answer))).toEqual({
    id: "x",
    rawId: "-_8",
    type: "public-key",
    clientExtensionResults: {},
    response: { clientDataJSON: "AQ", signature: "Ag" },
  });
});
