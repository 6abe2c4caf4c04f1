// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace astern::connectors::sandbox {

// A label selector as in `labelSelector=`: "app=web,tier!=db,env in (a,b),canary,!old"; and the field selectors
// metadata.name and metadata.namespace, of events also those of what they are about.
class Selector {
public:
    static std::optional<Selector> labels(const QString &text);
    static std::optional<Selector> fields(const QString &text, const QString &resource);
    // The value that a key must have; empty: any.
    [[nodiscard]] QString equalTo(const QString &key) const;
    [[nodiscard]] bool matches(const QJsonObject &object) const;

private:
    enum class Op { Equals, NotEquals, In, NotIn, Exists, Absent };
    struct Term {
        QString key;
        Op op = Op::Equals;
        QStringList values;
    };
    [[nodiscard]] bool matches(const Term &term, const QJsonObject &object) const;
    QList<Term> m_terms;
    bool m_fields = false;
};

} // namespace astern::connectors::sandbox
