// One process, one Stoa, one mailbox; each file of cases brings its own tests.
import './cases/sign-in.js';
import './cases/sessions.js';
import './cases/errors.js';
import './cases/sign-up.js';
import './cases/links.js';
import './cases/pkce.js';
import './cases/account.js';
import './cases/admin.js';
import './cases/mfa.js';
import './cases/hostile.js';
