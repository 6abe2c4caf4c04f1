// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "connectors/http/credentials.h"
#include "models/base/clock.h"

#include <QTimer>

#include <functional>
#include <memory>

namespace astern::connectors {

// How it stands with the credentials of one connection, for people.
struct SignInState {
    bool parked = false;    // refused, and nothing left to try: nothing is sent
    bool renewable = false; // a plugin or a file can bring new ones
    qint64 untilMs = 0;     // wall clock when the first of them ends; 0: not known
    qint64 warnFromMs = 0;  // wall clock from when that is worth a word: a certificate takes longer to get than a token
    QString problem;        // why they could not be renewed although they still hold
    QString hint;
    bool operator==(const SignInState &) const = default;
};

// The gate before the requests to one backend. Fetches credentials before the first, renews them before they end, and
// once more when they are refused; when those are refused too it closes ("parked"), so that a backend is not hammered
// with what it does not take. Opens again with new credentials, or when a person says so.
class SignIn : public QObject {
    Q_OBJECT
public:
    enum class Gate { Open, Waiting, Parked };
    // `fixed` is asked for each request where there is no source. `clock` must outlive this.
    SignIn(std::unique_ptr<CredentialSource> source, std::function<HttpHeaders()> fixed, const Clock &clock);
    ~SignIn() override;

    // Begins to fetch where that is needed; changed() follows then.
    [[nodiscard]] Gate gate();
    [[nodiscard]] Credentials current(); // while open
    [[nodiscard]] int generation() const { return m_generation; }
    [[nodiscard]] const Error &refusal() const { return m_refusal; } // while parked

    // A 401 for credentials of that generation; true: the same request may have better luck after changed().
    bool refused(int generation, const Error &said);
    void accepted() { m_triedAgain = false; }
    // A person says: once more. Fetches anew, or tries what there is.
    void again();
    [[nodiscard]] SignInState state();
    // Certificate of the connection itself: its end is told too.
    void setCertificate(const QSslCertificate &certificate) { m_certificate = certificate; }

Q_SIGNALS:
    void changed();

private:
    void fetch();
    void onObtained();
    void onFailed(const Error &error);
    void park(const Error &error);
    void planRenewal();
    void onTimer();

    std::unique_ptr<CredentialSource> m_source;
    std::function<HttpHeaders()> m_fixed;
    const Clock &m_clock;
    QSslCertificate m_certificate;
    QTimer m_timer; // renewal before the end; after a failed one, the next try
    Error m_refusal;
    Error m_problem;
    qint64 m_obtainedMs = 0; // wall
    qint64 m_nextTryMs = 0;  // wall, of a renewal that failed
    int m_generation = 0;
    int m_failures = 0;
    bool m_planned = false;
    bool m_fetching = false;
    bool m_parked = false;
    bool m_triedAgain = false; // after a refusal
    bool m_tryAnyway = false;  // the person said so: what there is may be sent although it could not be renewed
};

} // namespace astern::connectors
