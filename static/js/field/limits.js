// The limits of a session, as the server gave them with the page (villages/forms/limits.py); times in minutes.

const given = document.getElementById("batas-sesi");

export const limits = given ? JSON.parse(given.textContent) : {};
