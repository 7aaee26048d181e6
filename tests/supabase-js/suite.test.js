// One process, one Stoa, one mailbox, one provider; each file of cases brings its own tests.
import './cases/sign-in.js';
import './cases/sessions.js';
import './cases/events.js';
import './cases/errors.js';
import './cases/sign-up.js';
import './cases/codes.js';
import './cases/links.js';
import './cases/pkce.js';
import './cases/account.js';
import './cases/admin.js';
import './cases/invitations.js';
import './cases/mfa.js';
import './cases/providers.js';
// Last: it stops the database for a while.
import './cases/weather.js';
