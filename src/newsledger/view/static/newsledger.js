// What moves: words and events light up together, keys walk through events, and light or dark is chosen and kept.
// Everything can be read without it. Nothing here makes markup from text.
"use strict";

(() => {
  const FIELDS = ["trigger", "actor", "recipient", "source", "cue", "time", "place", "quantity"];
  const numbers = (node) => (node.dataset.s || "").split(" ").filter(Boolean);

  class Reader {
    constructor(root) {
      this.root = root;
      this.segments = [...root.querySelectorAll(".nl-seg[data-s]")];
      this.cards = [...root.querySelectorAll(".nl-event[data-e]")];
      this.heard = root.querySelector("[data-nl=heard]");
      this.chosen = null;
      for (const segment of this.segments) {
        segment.tabIndex = 0;
        segment.setAttribute("role", "button");
      }
      root.addEventListener("click", (event) => this.clicked(event));
      root.addEventListener("keydown", (event) => this.pressed(event));
      const named = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (named && this.cards.includes(named)) this.choose(named, false);
    }

    clicked(event) {
      const segment = event.target.closest(".nl-seg[data-s]");
      if (segment && this.root.contains(segment)) return this.ask(segment);
      const jump = event.target.closest(".nl-choose");
      if (jump) {
        event.preventDefault();
        this.choose(jump.closest(".nl-event"), true);
      }
    }

    pressed(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const segment = event.target.closest(".nl-seg[data-s]");
      if (segment && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        this.ask(segment);
      } else if (event.key === "Escape") {
        this.clear();
      }
    }

    step(by) {
      if (!this.cards.length) return;
      const at = this.cards.indexOf(this.chosen);
      const next = at < 0 ? (by > 0 ? 0 : this.cards.length - 1) : (at + by + this.cards.length) % this.cards.length;
      this.choose(this.cards[next], true);
      this.cards[next].querySelector(".nl-choose").focus({ preventScroll: true });
    }

    choose(card, scroll) {
      if (this.chosen === card) return this.clear();
      this.clear();
      this.chosen = card;
      card.classList.add("is-chosen");
      card.querySelector(".nl-choose").setAttribute("aria-current", "true");
      this.root.classList.add("is-choosing");
      const rows = new Map();
      for (const row of card.querySelectorAll("dd[data-s]")) {
        const chip = row.querySelector(".nl-chip");
        const field = FIELDS.find((name) => chip && chip.classList.contains("nl-chip-" + name));
        rows.set(row.dataset.s, field || "trigger");
      }
      let first = null;
      for (const segment of this.segments) {
        const field = numbers(segment).map((n) => rows.get(n)).find(Boolean);
        if (!field) continue;
        segment.classList.add("is-lit", "is-lit-" + field);
        first = first || segment;
      }
      if (scroll && first) this.show(first);
      this.show(card);
    }

    ask(segment) {
      const wanted = new Set(numbers(segment));
      const found = this.cards.filter((card) => [...card.querySelectorAll("dd[data-s]")].some((row) => wanted.has(row.dataset.s)));
      if (found.length && !found.includes(this.chosen)) this.choose(found[0], false);
      for (const row of this.root.querySelectorAll("dd[data-s]")) row.classList.toggle("is-row-lit", wanted.has(row.dataset.s));
      if (this.heard) this.heard.textContent = "“" + segment.textContent + "”: " + segment.title;
      if (found.length) this.show(this.chosen);
    }

    clear() {
      this.chosen = null;
      this.root.classList.remove("is-choosing");
      if (this.heard) this.heard.textContent = "";
      for (const node of this.root.querySelectorAll(".is-lit, .is-chosen, .is-row-lit, [aria-current]")) {
        node.classList.remove("is-lit", "is-chosen", "is-row-lit", ...FIELDS.map((name) => "is-lit-" + name));
        node.removeAttribute("aria-current");
      }
    }

    show(node) {
      const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
      node.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" });
    }
  }

  class Theme {
    constructor(button) {
      this.button = button;
      this.set(this.read());
      button.hidden = false;
      button.addEventListener("click", () => this.set({ auto: "dark", dark: "light", light: "auto" }[this.now]));
    }

    read() {
      try {
        const kept = localStorage.getItem("nl-theme");
        return kept === "dark" || kept === "light" ? kept : "auto";
      } catch {
        return "auto";
      }
    }

    set(theme) {
      this.now = theme;
      const page = document.documentElement;
      if (theme === "auto") delete page.dataset.theme;
      else page.dataset.theme = theme;
      this.button.textContent = { auto: "◐ as the system", dark: "● dark", light: "○ light" }[theme];
      try {
        localStorage.setItem("nl-theme", theme);
      } catch {
        // A page that was mailed may not keep anything; the choice then lasts as long as the page.
      }
    }
  }

  const start = () => {
    const readers = [...document.querySelectorAll("[data-nl=reader]")].map((root) => new Reader(root));
    document.querySelectorAll("[data-nl=theme]").forEach((button) => new Theme(button));
    document.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
      const reader = readers.find((r) => r.root.contains(event.target)) || readers[0];
      if (reader && (event.key === "j" || event.key === "k")) reader.step(event.key === "j" ? 1 : -1);
      const search = event.key === "/" && document.querySelector("[data-nl=search]");
      if (search) {
        event.preventDefault();
        search.focus();
      }
    });
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
