// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/workspace/secretstore.h"

#include <QMap>
#include <QStringList>
#include <QTimer>

#include <optional>

namespace astern {

// A keychain in memory that can fail. Answers from the event loop, as the real one does.
class FakeSecrets final : public SecretStore {
public:
    QMap<QString, QString> kept;
    std::optional<Error> failing;
    bool silent = false; // never answers
    QStringList asked;   // "read prom", "write prom"

    void read(const QString &name, QObject *context, Done<QString> done) override
    {
        asked.append(QStringLiteral("read ") + name);
        later(context, [this, name, done] {
            if (failing)
                done(*failing);
            else if (kept.contains(name))
                done(kept.value(name));
            else
                done(Error{.kind = Error::Kind::NotFound, .message = QStringLiteral("no secret ") + name});
        });
    }
    void write(const QString &name, const QString &value, QObject *context, Done<Ok> done) override
    {
        asked.append(QStringLiteral("write ") + name);
        later(context, [this, name, value, done] {
            if (failing)
                return done(*failing);
            kept.insert(name, value);
            done(Ok{});
        });
    }
    void remove(const QString &name, QObject *context, Done<Ok> done) override
    {
        asked.append(QStringLiteral("remove ") + name);
        later(context, [this, name, done] {
            if (failing)
                return done(*failing);
            kept.remove(name);
            done(Ok{});
        });
    }

private:
    template <class F>
    void later(QObject *context, F f)
    {
        if (!silent)
            QTimer::singleShot(0, context, f);
    }
};

} // namespace astern
