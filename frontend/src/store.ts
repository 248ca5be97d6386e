// What this device keeps until it is sent: words and photos, each piece of writing under a key made when it was begun.
export interface Item {
  // The key under which it is sent: a draft's client_key, a form's _key.
  id: string;
  // Which form it was written in; 'form' for those of staff.
  kind: string;
  state: 'writing' | 'waiting' | 'refused' | 'sent';
  // Who was signed in when it was written, as the page's mark.
  who: string;
  lang: string;
  at: number;
  // Its name in the list, the page it was written on, and where it goes.
  what: string;
  page: string;
  action: string;
  fields: [string, string][];
  // The chosen place as it was shown: its list comes from the network.
  place?: string;
  photos: number;
  // Pieces of each photo that have arrived.
  arrived: Record<string, number>;
  problems: string[];
  code?: string;
}

// The bytes themselves: some older browsers lose blobs between two visits.
export interface Photo { id: string; item: string; at: number; name: string; type: string; bytes: ArrayBuffer }

let opened: Promise<IDBDatabase> | undefined;

function db(): Promise<IDBDatabase> {
  opened = opened || new Promise((done, fail) => {
    const asked = indexedDB.open('linqiao', 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore('items', { keyPath: 'id' });
      asked.result.createObjectStore('photos', { keyPath: 'id' }).createIndex('item', 'item');
    };
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  return opened;
}

async function on<T>(names: string[], mode: IDBTransactionMode, work: (tx: IDBTransaction) => IDBRequest<T> | void): Promise<T> {
  const tx = (await db()).transaction(names, mode);
  return new Promise((done, fail) => {
    const asked = work(tx);
    // Only a whole transaction counts as kept.
    tx.oncomplete = () => done((asked && asked.result) as T);
    tx.onabort = tx.onerror = () => fail(tx.error);
  });
}

export const all = () => on<Item[]>(['items'], 'readonly', (tx) => tx.objectStore('items').getAll());
export const item = (id: string) => on<Item | undefined>(['items'], 'readonly', (tx) => tx.objectStore('items').get(id));
export const put = (kept: Item) => on(['items'], 'readwrite', (tx) => { tx.objectStore('items').put(kept); });
export const photosOf = async (id: string) =>
  (await on<Photo[]>(['photos'], 'readonly', (tx) => tx.objectStore('photos').index('item').getAll(id))).sort((a, b) => a.at - b.at);
export const putPhoto = (photo: Photo) => on(['photos'], 'readwrite', (tx) => { tx.objectStore('photos').put(photo); });
export const dropPhoto = (id: string) => on(['photos'], 'readwrite', (tx) => { tx.objectStore('photos').delete(id); });

// Takes the photos of an item out, and the item too unless it stays as `kept`.
export async function drop(id: string, kept?: Item) {
  const photos = await photosOf(id);
  await on(['items', 'photos'], 'readwrite', (tx) => {
    photos.forEach((p) => tx.objectStore('photos').delete(p.id));
    if (kept) tx.objectStore('items').put(kept); else tx.objectStore('items').delete(id);
  });
}

export function uuid(): string {
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = (b[6] & 15) | 64;
  b[8] = (b[8] & 63) | 128;
  return Array.from(b, (n, i) => ([4, 6, 8, 10].includes(i) ? '-' : '') + n.toString(16).padStart(2, '0')).join('');
}
