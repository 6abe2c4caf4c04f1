// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/canonical.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <cmath>

namespace astern {
namespace {

constexpr double kLargest = 9007199254740991.0; // 2^53 - 1
constexpr int kDeepest = 64;

Error invalid(const QString &message, const QString &where)
{
    return {.kind = Error::Kind::Invalid, .message = message, .where = where};
}

QString tr(const char *text) { return QCoreApplication::translate("Journal", text); }

class Writer {
public:
    bool value(const QJsonValue &value, int depth)
    {
        if (depth > kDeepest)
            return fail(tr("The record is nested too deeply"));
        switch (value.type()) {
        case QJsonValue::Null:
            m_out += "null";
            return true;
        case QJsonValue::Bool:
            m_out += value.toBool() ? "true" : "false";
            return true;
        case QJsonValue::Double:
            return number(value);
        case QJsonValue::String:
            return string(value.toString());
        case QJsonValue::Array:
            return array(value.toArray(), depth);
        case QJsonValue::Object:
            return object(value.toObject(), depth);
        case QJsonValue::Undefined:
            break;
        }
        return fail(tr("A value is missing"));
    }

    [[nodiscard]] QByteArray take() { return std::move(m_out); }
    [[nodiscard]] Error error() const { return invalid(m_message, m_path); }

private:
    bool number(const QJsonValue &value)
    {
        const double real = value.toDouble();
        if (!(std::abs(real) <= kLargest) || real != std::floor(real))
            return fail(tr("Only whole numbers between -(2^53-1) and 2^53-1 can be recorded"));
        m_out += QByteArray::number(value.toInteger());
        return true;
    }

    bool array(const QJsonArray &array, int depth)
    {
        m_out += '[';
        bool first = true;
        for (const auto item : array) {
            if (!first)
                m_out += ',';
            first = false;
            if (!value(item, depth + 1))
                return false;
        }
        m_out += ']';
        return true;
    }

    bool object(const QJsonObject &object, int depth)
    {
        // QJsonObject keeps its keys in UTF-16 order, which is what JCS asks for; keys() says the same order.
        m_out += '{';
        bool first = true;
        for (auto it = object.begin(); it != object.end(); ++it) {
            const QString key = it.key();
            if (std::any_of(key.begin(), key.end(), [](QChar c) { return c.unicode() > 0x7f; })) {
                m_path = key;
                return fail(tr("The name of a field must be ASCII"));
            }
            if (!first)
                m_out += ',';
            first = false;
            string(key);
            m_out += ':';
            if (!value(it.value(), depth + 1)) {
                m_path = m_path.isEmpty() ? key : key + QLatin1Char('.') + m_path;
                return false;
            }
        }
        m_out += '}';
        return true;
    }

    bool string(const QString &text)
    {
        if (!text.isValidUtf16())
            return fail(tr("The text is not valid Unicode"));
        m_out += '"';
        const QByteArray utf8 = text.toUtf8();
        // Nearly every text is one plain run.
        const char *const end = utf8.cend();
        for (const char *at = utf8.cbegin(); at != end;) {
            const char *const special = std::find_if_not(at, end, isPlain);
            m_out.append(at, special - at);
            at = special;
            if (at != end)
                character(*at++);
        }
        m_out += '"';
        return true;
    }

    static bool isPlain(char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; }

    void character(char c)
    {
        switch (c) {
        case '"':
            m_out += "\\\"";
            return;
        case '\\':
            m_out += "\\\\";
            return;
        case '\b':
            m_out += "\\b";
            return;
        case '\f':
            m_out += "\\f";
            return;
        case '\n':
            m_out += "\\n";
            return;
        case '\r':
            m_out += "\\r";
            return;
        case '\t':
            m_out += "\\t";
            return;
        default:
            break;
        }
        const auto code = static_cast<unsigned char>(c);
        static constexpr char kDigits[] = "0123456789abcdef";
        m_out += "\\u00";
        m_out += kDigits[code >> 4];
        m_out += kDigits[code & 15];
    }

    static QByteArray reserved()
    {
        QByteArray bytes;
        bytes.reserve(1024); // most entries fit
        return bytes;
    }

    bool fail(const QString &message)
    {
        m_message = message;
        return false;
    }

    QByteArray m_out = reserved();
    QString m_message;
    QString m_path;
};

} // namespace

Result<QByteArray> toCanonical(const QJsonValue &value)
{
    Writer writer;
    if (!writer.value(value, 0))
        return writer.error();
    return writer.take();
}

Result<QJsonObject> fromCanonical(const QByteArray &bytes)
{
    // Qt drops U+FEFF at the beginning of a string that it decodes, though not of one that it unescapes. The bytes are
    // compared below, so that nothing passes because of this.
    QByteArray readable = bytes;
    readable.replace("\xef\xbb\xbf", "\\ufeff");
    QJsonParseError parse;
    const QJsonDocument document = QJsonDocument::fromJson(readable, &parse);
    if (parse.error != QJsonParseError::NoError)
        return invalid(tr("The record is not JSON: %1").arg(parse.errorString()), tr("byte %1").arg(parse.offset));
    if (!document.isObject())
        return invalid(tr("The record is not a JSON object"), {});
    const QJsonObject object = document.object();
    const auto again = toCanonical(object);
    if (!again)
        return again.error();
    if (*again != bytes)
        return invalid(tr("The record is JSON, but not in its one canonical form"), {});
    return object;
}

} // namespace astern
