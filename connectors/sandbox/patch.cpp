// SPDX-License-Identifier: GPL-3.0-or-later
#include "connectors/sandbox/patch.h"

#include "connectors/sandbox/json.h"

#include <optional>

namespace astern::connectors::sandbox {

namespace {

std::optional<QStringList> pointer(const QJsonValue &value)
{
    const QString path = value.toString();
    if (!value.isString() || (!path.isEmpty() && !path.startsWith(QLatin1Char('/'))))
        return std::nullopt;
    QStringList parts = path.split(QLatin1Char('/')).mid(1);
    for (QString &part : parts)
        part.replace("~1"_L1, "/"_L1).replace("~0"_L1, "~"_L1);
    return parts;
}

// Index into an array; -1: not one. `limit` is the largest that is allowed.
qsizetype arrayIndex(const QString &part, qsizetype limit)
{
    bool ok = false;
    const qsizetype index = part.toLongLong(&ok);
    return ok && index >= 0 && index <= limit && QString::number(index) == part ? index : -1;
}

QJsonValue look(const QJsonValue &root, const QStringList &path)
{
    QJsonValue value = root;
    for (const QString &part : path) {
        if (value.isObject())
            value = value.toObject().value(part);
        else if (value.isArray()) {
            const QJsonArray array = value.toArray();
            const qsizetype index = arrayIndex(part, array.size() - 1);
            value = index < 0 ? QJsonValue(QJsonValue::Undefined) : array.at(index);
        } else
            return QJsonValue(QJsonValue::Undefined);
    }
    return value;
}

enum class Edit { Add, Replace, Remove };

// False: the place does not exist.
bool change(QJsonValue &root, const QStringList &path, Edit edit, const QJsonValue &value)
{
    if (path.isEmpty()) {
        root = value;
        return edit != Edit::Remove;
    }
    const QString &part = path.first();
    const bool last = path.size() == 1;
    if (root.isObject()) {
        QJsonObject object = root.toObject();
        if (!last) {
            if (!object.contains(part))
                return false;
            QJsonValue child = object.value(part);
            if (!change(child, path.mid(1), edit, value))
                return false;
            object.insert(part, child);
        } else {
            if (edit != Edit::Add && !object.contains(part))
                return false;
            if (edit == Edit::Remove)
                object.remove(part);
            else
                object.insert(part, value);
        }
        root = object;
        return true;
    }
    if (!root.isArray())
        return false;
    QJsonArray array = root.toArray();
    const bool append = last && edit == Edit::Add;
    const qsizetype index = append && part == "-"_L1 ? array.size() : arrayIndex(part, array.size() - (append ? 0 : 1));
    if (index < 0)
        return false;
    if (!last) {
        QJsonValue child = array.at(index);
        if (!change(child, path.mid(1), edit, value))
            return false;
        array.replace(index, child);
    } else if (edit == Edit::Add)
        array.insert(index, value);
    else if (edit == Edit::Replace)
        array.replace(index, value);
    else
        array.removeAt(index);
    root = array;
    return true;
}

// Empty: done.
QString applyOne(QJsonValue &root, const QJsonObject &operation, bool &malformed)
{
    const QString op = operation.value("op"_L1).toString();
    const auto path = pointer(operation.value("path"_L1));
    const bool needsValue = op == "add"_L1 || op == "replace"_L1 || op == "test"_L1;
    const bool needsFrom = op == "move"_L1 || op == "copy"_L1;
    if (!path || (op != "remove"_L1 && !needsValue && !needsFrom)) {
        malformed = true;
        return QStringLiteral("invalid operation %1").arg(QString::fromUtf8(compact(operation)));
    }
    const QString where = operation.value("path"_L1).toString();
    QJsonValue value = operation.value("value"_L1);
    if (op == "test"_L1) {
        if (look(root, *path) == (value.isUndefined() ? QJsonValue() : value))
            return {};
        return QStringLiteral("testing value %1 failed: test failed").arg(where);
    }
    if (needsFrom) {
        const auto from = pointer(operation.value("from"_L1));
        value = from ? look(root, *from) : QJsonValue(QJsonValue::Undefined);
        if (value.isUndefined())
            return QStringLiteral("%1 operation does not apply: doc is missing from path").arg(op);
        if (op == "move"_L1)
            (void)change(root, *from, Edit::Remove, {});
    } else if (needsValue && value.isUndefined())
        value = QJsonValue();
    const Edit edit = op == "remove"_L1 ? Edit::Remove : op == "replace"_L1 ? Edit::Replace : Edit::Add;
    if (change(root, *path, edit, value))
        return {};
    return QStringLiteral("%1 operation does not apply: doc is missing path: %2: missing value").arg(op, where);
}

} // namespace

QJsonObject mergePatch(QJsonObject target, const QJsonObject &patch)
{
    for (auto it = patch.begin(); it != patch.end(); ++it) {
        const QJsonValue value = it.value();
        if (value.isNull())
            target.remove(it.key());
        else if (value.isObject())
            target.insert(it.key(), mergePatch(target.value(it.key()).toObject(), value.toObject()));
        else
            target.insert(it.key(), value);
    }
    return target;
}

PatchOutcome jsonPatch(const QJsonObject &target, const QJsonArray &patch)
{
    PatchOutcome outcome{target, {}, false};
    QJsonValue root(target);
    for (const QJsonValue &operation : patch) {
        outcome.error = applyOne(root, operation.toObject(), outcome.malformed);
        if (!outcome.error.isEmpty())
            return outcome;
    }
    if (!root.isObject())
        outcome.error = QStringLiteral("the patched document is not an object");
    outcome.object = root.toObject();
    return outcome;
}

} // namespace astern::connectors::sandbox
