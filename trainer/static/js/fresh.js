// A page that the browser kept and shows again on “Back” says how far somebody was then: ask anew.

addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
