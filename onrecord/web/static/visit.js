// What came since the last visit: the browser remembers the newest page that it has seen of each ledger.

const notice = document.getElementById("new-since");
const key = `onrecord-seen ${notice.dataset.ledger}`;
const newest = Number(notice.dataset.newest);
const seen = Number(localStorage.getItem(key) ?? newest);
const own = sessionStorage.getItem("onrecord-added"); // what came is what was dropped here just now
if (newest > seen && !own) {
  const link = notice.querySelector("a");
  link.href = `/pages?newer=${seen}`;
  notice.hidden = false;
}
localStorage.setItem(key, String(newest));
