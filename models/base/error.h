// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace astern {

// What went wrong, as a value. Every error that a person may see says what happened, where, and what to do.
struct Error {
    enum class Kind {
        Invalid,       // input that breaks a rule: a file, an argument, an answer with wrong types
        Refused,       // a rule of Astern, or a precondition, says no
        NotPermitted,  // the person or the credentials may not do it (403, Authority)
        Unauthorized,  // credentials missing, expired or wrong (401)
        NotFound,      // 404, unknown service, unknown revision
        Conflict,      // 409 or 422 of a test: somebody else changed it first
        Unprocessable, // 422: the backend refuses the content
        Gone,          // 410: the position in a stream or list is too old
        Throttled,     // 429; retryAfterMs says how long
        Unavailable,   // 5xx
        Unreachable,   // DNS, connect, TLS, connection closed
        TimedOut,      // deadline or idle limit passed
        TooLarge,      // size, depth or count limit passed
        Malformed,     // an answer that is not what the protocol says
        Cancelled,
        Storage, // disk full, locked, read-only, damaged
        Unsupported,
        Internal, // a bug of ours
    };

    Kind kind = Kind::Internal;
    QString message;         // a sentence for people
    QString where;           // backend, file:line:column, field; empty when message says it
    QString hint;            // what to do about it
    QString detail;          // for the log: the server's own words, redacted
    qint64 retryAfterMs = 0; // 0: the other side did not say
    bool notSent = false;    // of a command: nothing of it left this machine, so that nothing is in doubt

    // "message (where). hint", for logs and stderr.
    [[nodiscard]] QString toString() const;
    // Stable lower-case word of the kind, e.g. "not-permitted"; used as `code` in JSON output.
    [[nodiscard]] QString code() const;

    bool operator==(const Error &) const = default;
};

} // namespace astern
