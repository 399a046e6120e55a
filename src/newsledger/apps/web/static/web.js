// What the web app does beside its pages: keys of the review, filters that send themselves. Everything works without it.
"use strict";

(() => {
  const typing = (event) =>
    event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]");

  const pressed = (event) => {
    if (typing(event)) return;
    const target = [...document.querySelectorAll("[data-key]")].find((node) => node.dataset.key === event.key);
    if (!target || target.disabled) return;
    event.preventDefault();
    if (target.tagName === "DETAILS") {
      target.open = true;
      target.querySelector("input:not([type=hidden]), select, textarea").focus();
    } else {
      target.click();
    }
  };

  const sent = (event) => {
    const form = event.target;
    if (form.method !== "get") {
      for (const button of form.querySelectorAll("button")) setTimeout(() => (button.disabled = true), 0);
      return;
    }
    for (const field of form.querySelectorAll("input, select")) {
      if (field.name && !field.value) field.disabled = true;
    }
  };

  const back = () => {
    for (const field of document.querySelectorAll("form :disabled")) field.disabled = false;
  };

  document.addEventListener("keydown", pressed);
  document.addEventListener("submit", sent);
  addEventListener("pageshow", back);

  const here = document.querySelector(".nw-nav [aria-current]");
  const strip = document.querySelector(".nw-nav");
  if (here && strip && strip.scrollWidth > strip.clientWidth) strip.scrollLeft = here.offsetLeft - 40;
})();
