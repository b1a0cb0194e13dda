// musickit.js: what a page needs of MusicKit to get a Music User Token from the test services
//
// Copyright 2026 The Tutti authors
// SPDX-License-Identifier: GPL-3.0-or-later

(() => {
  const address = '{{authorize}}';
  let developerToken = null;
  let userToken = null;

  const post = async (decision) => {
    const answer = await fetch (address, { method: 'POST', body: new URLSearchParams ({ developerToken, decision }) });
    if (!answer.ok)
      throw new Error ('AUTHORIZATION_ERROR: ' + answer.status);
    return answer.json ();
  };

  // The real one opens a window of Apple's; this one asks on the page itself.
  const ask = (person) => new Promise ((resolve) => {
    const sheet = document.createElement ('div');
    const words = document.createElement ('p');

    sheet.id = 'musickit';
    sheet.style = 'position:fixed;inset:0;display:grid;place-content:center;gap:12px;background:Canvas;color:CanvasText;font:16px system-ui';
    words.textContent = `Allow Tutti to use the Apple Music account of ${person}?`;
    sheet.append (words);
    for (const [id, label] of [['allow', 'Allow'], ['deny', 'Deny']]) {
      const button = document.createElement ('button');

      button.id = id;
      button.textContent = label;
      button.addEventListener ('click', () => { sheet.remove (); resolve (id); });
      sheet.append (button);
    }
    document.body.append (sheet);
  });

  const instance = {
    get isAuthorized () { return userToken !== null; },
    get musicUserToken () { return userToken; },
    async authorize () {
      let answer = await post ('ask');

      if (answer.mode === 'ask')
        answer = await post (await ask (answer.person));
      if (!answer.token)
        throw new Error ('AUTHORIZATION_ERROR: Unauthorized');
      userToken = answer.token;
      return userToken;
    },
    async unauthorize () { userToken = null; },
  };

  window.MusicKit = {
    async configure (options) {
      if (!options || !options.developerToken)
        throw new Error ('CONFIGURATION_ERROR: developerToken');
      developerToken = options.developerToken;
      return instance;
    },
    getInstance () { return instance; },
  };
  document.dispatchEvent (new Event ('musickitloaded'));
})();
