// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/rollout/rollout.h"
#include "tests/connectors/kubernetes/kubetest.h"

#include <QTest>

// Everything that can be answered wrongly, with what has to be said of it: for watches and commands of every kind.
namespace astern::test {

inline QString s(const char *text) { return QString::fromUtf8(text); }

inline FakeReply claimsTooMuch()
{
    FakeReply reply = FakeReply::json("{\"items\":[");
    reply.contentLength = 600 << 20;
    reply.end = FakeReply::End::Hang;
    return reply;
}

inline FakeReply brokenOff()
{
    FakeReply reply = FakeReply::json("{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{");
    reply.contentLength = 5000;
    reply.end = FakeReply::End::Close;
    return reply;
}

// Answers to anything, with what has to be said of them.
struct Trouble {
    const char *name;
    FakeReply reply;
    BackendHealth::State state; // of a watch
    Error::Kind kind;           // of a command's error
    const char *said;
    const char *advice;
};

inline QList<Trouble> troubles()
{
    using State = BackendHealth::State;
    using Kind = Error::Kind;
    const auto forbidden =
        status(403, "Forbidden", "deployments.apps \\\"web\\\" is forbidden: User \\\"viewer\\\" cannot list resource");
    return {
        {"401, expired token", FakeReply::json(status(401, "Unauthorized", "Unauthorized"), 401), State::NeedsLogin,
         Kind::Unauthorized, "does not accept the credentials", "log in again"},
        {"401, from a proxy", FakeReply::text(401, "<html><title>Login</title></html>", "text/html"), State::NeedsLogin,
         Kind::Unauthorized, "does not accept the credentials", "expired"},
        {"403", FakeReply::json(forbidden, 403), State::Refused, Kind::NotPermitted,
         "User \"viewer\" cannot list resource", "Ask the cluster's administrators"},
        {"403, empty", FakeReply::text(403, ""), State::Refused, Kind::NotPermitted, "refuses this",
         "Ask the cluster's administrators"},
        {"404 in plain text", FakeReply::text(404, "404 page not found\n"), State::Refused, Kind::NotFound, "",
         "Check the"},
        {"409", FakeReply::json(status(409, "Conflict", "the object has been modified"), 409), State::Retrying,
         Kind::Conflict, "Somebody else changed the object first", "Look at it again"},
        {"422",
         FakeReply::json(status(422, "Invalid", "it is invalid",
                                ",\"details\":{\"causes\":[{\"field\":\"spec.x\",\"message\":\"no number\"}]}"),
                         422),
         State::Retrying, Kind::Unprocessable, "refuses the content: spec.x: no number", "names the field"},
        {"422 without a word", FakeReply::json("{}", 422), State::Retrying, Kind::Unprocessable,
         "answers with status 422, without a reason", "names the field"},
        {"400 without a word", FakeReply::text(400, ""), State::Retrying, Kind::Invalid,
         "answers with status 400, without a reason", "in the workspace"},
        {"truncated JSON", FakeReply::json("{\"kind\":\"List\",\"items\":["), State::Retrying, Kind::Malformed,
         "cannot be", "proxy"},
        {"broken off", brokenOff(), State::Retrying, Kind::Unreachable, "in the middle of its answer", "restarting"},
        {"wrong types", FakeReply::json("{\"metadata\":{\"resourceVersion\":7,\"name\":[]},\"items\":true}"),
         State::Retrying, Kind::Malformed, " expected, found ", "proxy"},
        {"nothing", FakeReply::json(""), State::Retrying, Kind::Malformed, "cannot be", "proxy"},
        {"a login page", FakeReply::text(200, "<html>Sign in</html>", "text/html"), State::Retrying, Kind::Malformed,
         "cannot be", "proxy"},
        {"too deep", FakeReply::json(QByteArray(5000, '[') + QByteArray(5000, ']')), State::Retrying, Kind::Malformed,
         "cannot be", "proxy"},
        {"too large", claimsTooMuch(), State::Retrying, Kind::TooLarge, "larger than the limit", "fewer namespaces"},
        {"redirect", FakeReply::text(302, "").with("Location", "https://login.example/"), State::Retrying,
         Kind::Refused, "redirects to https://login.example/", "put it into the workspace"},
        {"no HTTP",
         [] {
             FakeReply r;
             r.raw = "SSH-2.0-OpenSSH_9.2\r\n\r\n";
             r.end = FakeReply::End::Close;
             return r;
         }(),
         State::Retrying, Kind::Unreachable, "", "check its health"},
    };
}

// Those that a patient client asks again before it gives up: they take a while.
inline QList<Trouble> passing()
{
    using State = BackendHealth::State;
    using Kind = Error::Kind;
    return {
        {"429", FakeReply::json(status(429, "TooManyRequests", "too many requests"), 429).with("Retry-After", "1"),
         State::Retrying, Kind::Throttled, "asks to wait", "pause"},
        {"500", FakeReply::json(status(500, "InternalError", "etcdserver: leader changed"), 500), State::Retrying,
         Kind::Unavailable, "etcdserver: leader changed", "Check the health"},
        {"504",
         FakeReply::json(status(504, "Timeout", "Timeout: too large resource version"), 504).with("Retry-After", "1"),
         State::Retrying, Kind::Unavailable, "too large resource version", "Check the health"},
        {"504 without a word", FakeReply::text(504, ""), State::Retrying, Kind::Unavailable, "504", "Check the health"},
        {"hangs", FakeReply::silent(FakeReply::End::Hang), State::Retrying, Kind::TimedOut, "did not answer within",
         "hangs"},
        {"dies", FakeReply::silent(FakeReply::End::Reset), State::Retrying, Kind::Unreachable, "closed the connection",
         "restarting"},
    };
}

// What every error of a command owes: a sentence, where it is from, what to do.
inline void checkError(const Error &error, int kind, const QString &said, const QString &advice)
{
    const QString whole = error.toString() + QStringLiteral(" [") + error.code() + QLatin1Char(']');
    QVERIFY2(int(error.kind) == kind, qPrintable(whole));
    QVERIFY2(error.message.contains(said) && !error.message.isEmpty(), qPrintable(whole));
    QVERIFY2(error.where.contains(s("prod-eu")), qPrintable(whole));
    QVERIFY2(error.hint.contains(advice) && !error.hint.isEmpty(), qPrintable(whole));
}

} // namespace astern::test
