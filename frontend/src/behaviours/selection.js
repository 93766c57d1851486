/**
 * How many rows of a list are ticked, for the bulk bar. Local state only: the ticks themselves are
 * the form's own checkboxes and are posted without script too.
 */
export function selection() {
  return {
    count: 0,
    get none() {
      return this.count === 0;
    },
    boxes() {
      return [...this.$root.querySelectorAll("tbody input[type=checkbox][name=selected]")];
    },
    recount() {
      this.count = this.boxes().filter((box) => box.checked).length;
      const all = this.$root.querySelector("thead input[type=checkbox]");
      if (!all) return;
      all.checked = this.count > 0 && this.count === this.boxes().length;
      all.indeterminate = this.count > 0 && !all.checked;
    },
    toggleAll() {
      const all = this.$root.querySelector("thead input[type=checkbox]");
      for (const box of this.boxes()) box.checked = all.checked;
      this.recount();
    },
  };
}
