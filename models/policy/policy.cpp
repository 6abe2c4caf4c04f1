// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/policy/policy.h"

#include "models/policy/words.h"

#include <algorithm>

namespace astern::policy {
namespace {

template <class T>
const T *byId(const QList<T> &list, const QString &id)
{
    const auto found = std::find_if(list.cbegin(), list.cend(), [&id](const T &item) { return item.id == id; });
    return found == list.cend() ? nullptr : &*found;
}

} // namespace

QString Rule::type() const { return QLatin1String(kRuleTypes[body.index()]); }

QString Rule::signal() const
{
    return std::visit(
        [](const auto &rule) {
            if constexpr (requires { rule.signal; })
                return rule.signal;
            else
                return QString();
        },
        body);
}

Role Rule::role() const
{
    return std::visit(
        [](const auto &rule) {
            if constexpr (requires { rule.role; })
                return rule.role;
            else if constexpr (requires { rule.signal; })
                return Role::New;
            else
                return Role::All;
        },
        body);
}

QString Step::name() const { return QLatin1String(kActs[act.index()]); }

const Signal *Policy::signal(const QString &signalId) const { return byId(signalSpecs, signalId); }
const Rule *Policy::rule(const QString &ruleId) const { return byId(rules, ruleId); }

} // namespace astern::policy
