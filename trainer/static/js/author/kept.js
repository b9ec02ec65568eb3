// Keeps a text that was not saved in this browser, for whoever wrote it, until this tab is closed.

const key = (whose) => `author ${whose} ${location.pathname}`;

export function keep(whose, text, base) {
  try {
    sessionStorage.setItem(key(whose), JSON.stringify({ text, base }));
  } catch {
    // No room, or not allowed: the page itself still holds the text.
  }
}

export function kept(whose) {
  try {
    return JSON.parse(sessionStorage.getItem(key(whose)));
  } catch {
    return null;
  }
}

export function forget(whose) {
  try {
    sessionStorage.removeItem(key(whose));
  } catch {
    // Nothing was kept.
  }
}
