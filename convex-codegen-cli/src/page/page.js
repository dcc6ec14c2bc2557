"use strict";
const articles = [...document.querySelectorAll("article")];
const entries = new Map([...document.querySelectorAll("nav li")].map((li) => [li.dataset.path, li]));
const texts = new Map(articles.map((article) => [article, article.textContent.toLowerCase()]));
const search = document.getElementById("search");
const filters = [...document.querySelectorAll(".filters input")];
const KINDS = ["query", "mutation", "action"];

/** Shows what has all the words and one of the kinds. */
function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  const chosen = filters.filter((filter) => filter.checked).map((filter) => filter.value);
  const kinds = chosen.filter((value) => KINDS.includes(value));
  const others = chosen.filter((value) => !KINDS.includes(value));
  let count = 0;
  for (const article of articles) {
    const tags = article.dataset.tags.split(" ");
    const fits =
      words.every((word) => texts.get(article).includes(word)) &&
      (kinds.length === 0 || kinds.some((kind) => tags.includes(kind))) &&
      others.every((other) => tags.includes(other));
    article.hidden = !fits;
    entries.get(article.id).hidden = !fits;
    if (fits) count += 1;
  }
  for (const section of document.querySelectorAll("nav section")) section.hidden = !section.querySelector("li:not([hidden])");
  document.getElementById("none").hidden = count > 0;
}

search.addEventListener("input", show);
for (const filter of filters) filter.addEventListener("change", show);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== search) {
    event.preventDefault();
    search.focus();
  } else if (event.key === "Escape" && document.activeElement === search) {
    search.value = "";
    show();
  }
});
document.addEventListener("click", async (event) => {
  const button = event.target.closest(".call button");
  if (!button) return;
  const code = button.parentElement.querySelector("code");
  try {
    await navigator.clipboard.writeText(code.textContent);
  } catch {
    // A page of a file may not write to the clipboard: the text is selected instead.
    getSelection().selectAllChildren(code);
    document.execCommand("copy");
  }
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = "Copy"), 1500);
});

/** Marks the entry of the function that is read. */
const seen = new IntersectionObserver(
  (changes) => {
    for (const { target, isIntersecting } of changes) entries.get(target.id).querySelector("a").classList.toggle("here", isIntersecting);
  },
  { rootMargin: "-10% 0px -75% 0px" },
);
for (const article of articles) seen.observe(article);
