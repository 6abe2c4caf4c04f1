// SPDX-License-Identifier: GPL-3.0-or-later
// The OpenID provider of the tests, from npm. Beside its own addresses it has /test/…, for what no test could wait for:
// a key that changes, a grant that is revoked, a token that is signed well and says something else.
import {generateKeyPairSync, createHmac} from 'node:crypto';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const home = process.env.ASTERN_OPENID_HOME;
const load = createRequire(`${home}/package.json`);
const {default: Provider} = await import(pathToFileURL(load.resolve('oidc-provider')));
const {SignJWT, importJWK, decodeJwt} = await import(pathToFileURL(load.resolve('jose')));

const port = +process.env.ASTERN_OPENID_PORT;
const seconds = +(process.env.ASTERN_OPENID_SECONDS ?? 60); // that an ID token is good for
const issuer = `http://127.0.0.1:${port}`;
// Others beside these two: names by commas, each of them a release manager who takes turns on call.
const others = (process.env.ASTERN_OPENID_USERS ?? '').split(',').filter(Boolean);
const users = {
    ...Object.fromEntries(others.map((sub) =>
        [sub, {sub, name: sub, email: `${sub}@example.test`, groups: ['release-managers', 'oncall']}])),
    alice: {sub: 'alice', name: 'Alice Ang', email: 'alice@example.test', groups: ['release-managers', 'oncall']},
    bob: {sub: 'bob', name: 'Bob Bird', email: 'bob@example.test', groups: ['developers']},
};
function newKey(kind) {
    const {privateKey} = kind === 'EC' ? generateKeyPairSync('ec', {namedCurve: 'P-256'})
                                       : generateKeyPairSync('rsa', {modulusLength: 2048});
    return {...privateKey.export({format: 'jwk'}), use: 'sig', alg: kind === 'EC' ? 'ES256' : 'RS256',
            kid: `${kind}-${Date.now()}`};
}
const kind = process.env.ASTERN_OPENID_KEY ?? 'RSA';
const key = newKey(kind);
const other = newKey('RSA'); // never shown
const counts = {};
let twist = '';
let tokens = 0;

const provider = new Provider(issuer, {
    jwks: {keys: [key]},
    clients: [{
        client_id: 'astern', token_endpoint_auth_method: 'none', application_type: 'native',
        redirect_uris: ['http://127.0.0.1/callback'],
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
        response_types: ['code'], scope: 'openid profile email groups offline_access',
        id_token_signed_response_alg: key.alg,
    }],
    scopes: ['openid', 'profile', 'email', 'groups', 'offline_access'],
    claims: {openid: ['sub'], profile: ['name'], email: ['email'], groups: ['groups']},
    conformIdTokenClaims: false,
    enabledJWA: {idTokenSigningAlgValues: ['RS256', 'ES256']},
    pkce: {required: () => true},
    features: {
        deviceFlow: {enabled: true, charset: 'digits', mask: '***-***'}, devInteractions: {enabled: true},
        revocation: {enabled: true}, rpInitiatedLogout: {enabled: true},
    },
    cookies: {keys: ['test-key']},
    ttl: {AccessToken: 60, IdToken: seconds, RefreshToken: 3600, DeviceCode: +(process.env.ASTERN_OPENID_CODE_SECONDS ?? 60),
          Interaction: 600, Session: 3600, Grant: 3600},
    issueRefreshToken: async (ctx, client, code) => client.grantTypeAllowed('refresh_token') && code.scopes.has('offline_access'),
    findAccount: async (ctx, id) => users[id] && ({accountId: id, claims: async () => users[id]}),
});
const count = (what) => { counts[what] = (counts[what] ?? 0) + 1; };
provider.on('grant.revoked', () => count('grants revoked'));
provider.on('grant.error', (ctx, error) => count(`error ${error.message}`));

// The same claims, changed, and signed well again: only what they say is wrong.
async function twisted(idToken) {
    const claims = decodeJwt(idToken);
    let header = {alg: key.alg, kid: key.kid};
    let by = key;
    switch (twist) {
    case 'audience': claims.aud = 'another-program'; break;
    case 'party': claims.aud = ['astern', 'another-program']; claims.azp = 'another-program'; break;
    case 'nonce': claims.nonce = 'of-somebody-else'; break;
    case 'no-nonce': delete claims.nonce; break;
    case 'issuer': claims.iss = 'https://other.example'; break;
    case 'future': claims.iat += 600; claims.exp += 600; break;
    case 'little-future': claims.iat += 40; claims.exp += 40; break;
    case 'past': claims.iat -= 600; claims.exp -= 600; break;
    case 'subject': claims.sub = 'bob'; break;
    case 'unknown-key': by = other; header.kid = 'nobody-knows'; break;
    case 'wrong-key': by = other; break;
    case 'none': return `${btoa('{"alg":"none"}')}.${idToken.split('.')[1]}.`.replaceAll('=', '');
    case 'shared': { // signed with the public key as if it were a secret
        const head = Buffer.from(JSON.stringify({alg: 'HS256', kid: key.kid})).toString('base64url');
        const body = `${head}.${idToken.split('.')[1]}`;
        const {d, p, q, dp, dq, qi, ...open} = key;
        return `${body}.${createHmac('sha256', JSON.stringify(open)).update(body).digest('base64url')}`;
    }
    default: return idToken;
    }
    return new SignJWT(claims).setProtectedHeader(header).sign(await importJWK(by, header.alg));
}

provider.use(async (ctx, next) => {
    if (ctx.path.startsWith('/test/')) {
        const query = ctx.query;
        ctx.body = {};
        if (ctx.path === '/test/mine') ctx.body = {marker: process.env.ASTERN_OPENID_MARKER};
        if (ctx.path === '/test/counts') ctx.body = counts;
        if (ctx.path === '/test/twist') twist = query.what ?? '';
        if (ctx.path === '/test/groups') users[query.user].groups = query.groups ? query.groups.split(',') : [];
        if (ctx.path === '/test/slow') tokens = +query.times;
        ctx.status = 200;
        return;
    }
    if (ctx.path === '/jwks') count('keys');
    if (ctx.path === '/.well-known/openid-configuration') count('descriptions');
    if (ctx.path === '/token' && tokens > 0) {
        tokens -= 1;
        ctx.status = 400;
        ctx.body = {error: 'slow_down'};
        count('slowed');
        return;
    }
    await next();
    if (ctx.path === '/token') {
        count(`token ${ctx.status}`);
        if (ctx.status === 200 && ctx.oidc?.params?.grant_type === 'refresh_token') count('refreshed');
        if (ctx.body?.id_token) ctx.body = {...ctx.body, id_token: await twisted(ctx.body.id_token)};
    }
});
provider.listen(port, '127.0.0.1');
