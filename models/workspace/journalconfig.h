// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journalvalues.h"
#include "models/journal/ship.h"
#include "models/workspace/backendconfig.h"

namespace astern {

// One place that entries are copied to.
struct SinkConfig {
    QString id;
    QString type;             // one of sinkTypes()
    BackendConfig connection; // of otlp-http: address, credentials, certificates; of syslog-tls: the certificates
    QString host;             // of syslog-tls
    quint16 port = 6514;
    int maxMessage = 8'192;  // of syslog-tls: bytes; a longer entry goes without its text, with its hash
    int enterprise = 32'473; // of syslog-tls: private enterprise number of the structured data (RFC 5612: examples)
    QString path;            // of file
    Redaction redact = Redaction::Pseudonym;
    bool required = false; // counted for JournalLevel::Shipped
    SourcePosition at;
    [[nodiscard]] QString where() const; // for people: address or path
    bool operator==(const SinkConfig &) const = default;
};
[[nodiscard]] QStringList sinkTypes();
// Whether an answer of this kind of sink says that an entry is kept there.
[[nodiscard]] bool sinkProves(const QString &type);

// The log that the desktops of a team share.
struct TeamConfig {
    QString type; // "postgresql"; empty: there is none
    QString host;
    quint16 port = 5432;
    QString database;
    QString user;
    Secret cert; // a file's path, written out or as a reference
    QString keyFile;
    QString caFile;
    SourcePosition at;
    [[nodiscard]] bool isEmpty() const { return type.isEmpty(); }
    bool operator==(const TeamConfig &) const = default;
};

// What needs a level before its effect. What goes back or stops is not among them: it never waits.
enum class LogAction { Promotion, Approval, Flag, Policy, Key, Override };
[[nodiscard]] QString toString(LogAction action); // "promotion"
[[nodiscard]] QList<LogAction> logActions();

inline constexpr QLatin1String kDefaultDomain("astern.local");
// Where the keys of a device are to be.
enum class KeyPlace {
    Auto,     // a new journal's in the keychain, if that works; an older one's where they are
    Keychain, // in the keychain, as soon as that works
    File,
};

struct JournalConfig {
    TeamConfig team;
    QList<SinkConfig> sinks;
    // By environment; "" of what belongs to none. What is not said follows from team and sinks.
    QMap<QString, QMap<LogAction, JournalLevel>> needs;
    qint64 waitMs = 10'000;   // how long a level is waited for
    QString domain;           // begins the names of logs and their signers; empty: "astern.local"
    int keepOpeningsDays = 0; // what people said is erased when they said nothing for so long; 0: never
    KeyPlace keys = KeyPlace::Auto;
    [[nodiscard]] const SinkConfig *sink(const QString &id) const;
    // The level that this needs there: as said, else shipped where a sink is required, else shared in a team, else
    // local. Of no environment: at least the strictest that is said of any.
    [[nodiscard]] JournalLevel need(LogAction action, const QString &environment) const;
    bool operator==(const JournalConfig &) const = default;
};

} // namespace astern
