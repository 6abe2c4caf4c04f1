// SPDX-License-Identifier: GPL-3.0-or-later
// Who may come in by the control address: whoever has the token, from no other origin. A page elsewhere can make a
// browser send requests to loopback, also under a name of its own that it lets point there; both are turned away.
#include "connectors/sandbox/controlpage.h"
#include "connectors/sandbox/host.h"
#include "connectors/sandbox/json.h"

namespace astern::connectors::sandbox {

static ApiResponse refusal(int status, const QString &error)
{
    return {status, "application/json", compact({{u"error"_s, error}}) + '\n', {{"Cache-Control", "no-store"}}};
}

// As long for a wrong one as for a nearly right one.
static bool same(const QByteArray &a, const QByteArray &b)
{
    if (a.size() != b.size())
        return false;
    int different = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        different |= a[i] ^ b[i];
    return different == 0;
}

ApiResponse Host::door(const QString &server, const ApiRequest &request)
{
    const QByteArray port = ':' + QByteArray::number(m_servers.at(server)->port());
    const bool here = request.host == "127.0.0.1" + port || request.host == "localhost" + port;
    if (!here)
        return refusal(403, u"the control address is 127.0.0.1 or localhost, with its port"_s);
    if (!request.origin.isEmpty() && request.origin != "http://" + request.host)
        return refusal(403, u"not from another origin"_s);
    if (!request.fetchSite.isEmpty() && request.fetchSite != "same-origin" && request.fetchSite != "none")
        return refusal(403, u"not from another site"_s);
    if (request.path == "/sandbox/"_L1 && (request.method == "GET" || request.method == "HEAD"))
        return controlPage();
    if (!same(request.authorization, "Bearer " + m_controlToken))
        return refusal(401,
                       u"Authorization: Bearer TOKEN is missing or wrong; the sandbox prints control_token at start"_s);
    return control(request);
}

} // namespace astern::connectors::sandbox
