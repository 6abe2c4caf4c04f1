// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/http.h"
#include "connectors/http/secrets.h"
#include "models/rollout/rollout.h"

#include <optional>

namespace astern::connectors {

// What a connection to a backend needs of its settings. Secrets and files are read now. The Error's kind tells what is
// missing: Unauthorized a secret, Refused something else.
[[nodiscard]] Result<HttpOptions> httpOptions(const BackendConfig &config, const SecretResolver &secrets,
                                              const Clock &clock);
// The files among them; when one changes, the connection has to be made anew.
[[nodiscard]] QStringList certificateFiles(const BackendConfig &config);

// How a backend that is polled is doing, and when it is to be asked next: after trouble with a pause that grows from
// one second to thirty.
class PollHealth {
public:
    PollHealth(const BackendConfig &config, const Clock &clock);

    [[nodiscard]] const BackendHealth &health() const { return m_health; }
    [[nodiscard]] bool hasBegun() const { return m_health.sinceMs != 0; }
    [[nodiscard]] bool inTrouble() const { return m_backoffMs != 0; }
    void begin();
    void askAnew(const QString &why = {}); // whatever was wrong is tried again now
    void answered();                       // good or not, it lives
    // The pause until the next try in ms; nullopt: none makes sense before somebody signs in anew.
    [[nodiscard]] std::optional<int> failed(const Error &error, const HttpClient *client);
    // A whole round went well; `reason` and `hint` say what did not.
    void live(const HttpClient &client, const QString &reason = {}, const QString &hint = {});

private:
    const Clock &m_clock;
    int m_backoffMs = 0;
    BackendHealth m_health;
};

} // namespace astern::connectors
