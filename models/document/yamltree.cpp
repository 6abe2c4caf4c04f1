// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/document/yamltree.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QSet>
#include <QStringDecoder>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <numeric>
#include <sstream>

namespace astern {
namespace {

QString tr(const char *text) { return QCoreApplication::translate("Workspace", text); }

struct StopParsing final : std::exception {};

// Turns the parser's events into a tree; complains about what is refused.
class TreeBuilder final : public YAML::EventHandler {
public:
    TreeBuilder(const QByteArray &bytes, const QString &file, const Dialect &dialect, QList<DocumentIssue> &issues)
        : m_lines(bytes.split('\n')), m_file(file), m_dialect(dialect), m_issues(issues)
    {
    }

    YamlNode root;
    SourcePosition start; // its "---", or its first text

    // Columns count characters, not bytes: that is what editors show.
    [[nodiscard]] SourcePosition position(const YAML::Mark &mark) const
    {
        SourcePosition at{m_file, mark.line + 1, mark.column + 1};
        if (mark.line >= 0 && mark.line < m_lines.size())
            at.column = int(QString::fromUtf8(m_lines.at(mark.line).left(mark.column)).toUcs4().size()) + 1;
        return at;
    }
    void refuse(const YAML::Mark &mark, const char *code, const QString &message, const QString &allowed)
    {
        m_issues.append({DocumentIssue::Severity::Error, position(mark), QLatin1String(code), message, allowed, {}});
    }

    void OnDocumentStart(const YAML::Mark &mark) override { start = position(mark); }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        checkAnchor(mark, anchor);
        add(leaf(YamlNode::Kind::Null, mark, {}, true));
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t) override
    {
        refuse(mark, m_dialect.alias, tr("an alias (*name) refers to another place"),
               tr("the text itself, written out"));
        add(leaf(YamlNode::Kind::Null, mark, {}, true));
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        checkAnchor(mark, anchor);
        checkTag(mark, tag);
        add(leaf(YamlNode::Kind::Scalar, mark, QString::fromStdString(value), tag == "?"));
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(YamlNode::Kind::Sequence, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(YamlNode::Kind::Map, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

private:
    struct Level {
        YamlNode node;
        bool haveKey = false;
        QString key;
        SourcePosition keyAt;
        QHash<QString, int> seen; // key -> line
    };

    [[nodiscard]] YamlNode leaf(YamlNode::Kind kind, const YAML::Mark &mark, const QString &text, bool plain) const
    {
        YamlNode node;
        node.kind = kind;
        node.text = text;
        node.plain = plain;
        node.at = position(mark);
        return node;
    }
    void checkAnchor(const YAML::Mark &mark, YAML::anchor_t anchor)
    {
        if (anchor != YAML::NullAnchor)
            refuse(mark, m_dialect.alias, tr("an anchor (&name) is set"), tr("text without anchors"));
    }
    void checkTag(const YAML::Mark &mark, const std::string &tag)
    {
        if (!tag.empty() && tag != "?" && tag != "!")
            refuse(mark, m_dialect.tag, tr("the tag %1 is set").arg(QString::fromStdString(tag)),
                   tr("text without tags"));
    }
    void open(YamlNode::Kind kind, const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor)
    {
        checkAnchor(mark, anchor);
        checkTag(mark, tag);
        if (m_levels.size() >= kMaxYamlDepth) {
            refuse(mark, m_dialect.tooLarge, tr("nested deeper than %1 levels").arg(kMaxYamlDepth),
                   tr("at most %1 levels").arg(kMaxYamlDepth));
            throw StopParsing();
        }
        Level level;
        level.node = leaf(kind, mark, {}, false);
        m_levels.push_back(std::move(level));
    }
    void close()
    {
        YamlNode node = std::move(m_levels.back().node);
        m_levels.pop_back();
        add(std::move(node));
    }
    void add(YamlNode node)
    {
        if (m_levels.empty()) {
            root = std::move(node);
            return;
        }
        Level &level = m_levels.back();
        if (level.node.kind == YamlNode::Kind::Sequence)
            level.node.items.push_back(std::move(node));
        else if (!level.haveKey)
            takeKey(level, node);
        else
            takeValue(level, std::move(node));
    }
    void takeKey(Level &level, const YamlNode &node)
    {
        level.haveKey = true;
        level.key = node.text;
        level.keyAt = node.at;
        if (node.kind != YamlNode::Kind::Scalar)
            complain(node.at, m_dialect.type, tr("a key is %1").arg(node.kindWords()), tr("text"));
    }
    void takeValue(Level &level, YamlNode node)
    {
        level.haveKey = false;
        if (const int line = level.seen.value(level.key); line > 0) {
            complain(level.keyAt, m_dialect.duplicateKey,
                     tr("\"%1\" is here a second time (first in line %2)").arg(level.key).arg(line),
                     tr("each key once"));
            return;
        }
        level.seen.insert(level.key, level.keyAt.line);
        level.node.entries.push_back({level.key, level.keyAt, std::move(node)});
    }
    void complain(const SourcePosition &at, const char *code, const QString &message, const QString &allowed)
    {
        m_issues.append({DocumentIssue::Severity::Error, at, QLatin1String(code), message, allowed, {}});
    }

    QList<QByteArray> m_lines;
    QString m_file;
    const Dialect &m_dialect;
    QList<DocumentIssue> &m_issues;
    std::vector<Level> m_levels;
};

bool isUtf8(const QByteArray &bytes)
{
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString text = decoder(bytes);
    Q_UNUSED(text)
    return !decoder.hasError();
}

// Edit distance; two neighbours swapped count as one edit.
int distance(const QString &a, const QString &b)
{
    const size_t width = size_t(b.size()) + 1;
    std::vector<int> before(width);
    std::vector<int> row(width);
    std::vector<int> next(width);
    std::iota(row.begin(), row.end(), 0);
    for (qsizetype i = 0; i < a.size(); ++i) {
        next[0] = int(i) + 1;
        for (qsizetype j = 0; j < b.size(); ++j) {
            const size_t at = size_t(j) + 1;
            next[at] = std::min({row[at - 1] + (a.at(i) == b.at(j) ? 0 : 1), next[at - 1] + 1, row[at] + 1});
            if (i > 0 && j > 0 && a.at(i) == b.at(j - 1) && a.at(i - 1) == b.at(j))
                next[at] = std::min(next[at], before[at - 2] + 1);
        }
        before.swap(row);
        row.swap(next);
    }
    return row.back();
}

} // namespace

QString YamlNode::kindWords() const
{
    static const QRegularExpression number(QStringLiteral("^[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?$"));
    switch (kind) {
    case Kind::Null:
        return tr("nothing");
    case Kind::Sequence:
        return tr("a list");
    case Kind::Map:
        return tr("a map");
    case Kind::Scalar:
        break;
    }
    if (plain && (text == QLatin1String("true") || text == QLatin1String("false")))
        return tr("true or false");
    if (plain && number.match(text).hasMatch())
        return tr("a number");
    return tr("text");
}

YamlNode parseYaml(const QByteArray &bytes, const QString &file, const Dialect &dialect, QList<DocumentIssue> &issues)
{
    const auto refuse = [&](const char *code, const QString &message, const QString &allowed) {
        issues.append({DocumentIssue::Severity::Error, {file, 1, 1}, QLatin1String(code), message, allowed, {}});
        return YamlNode();
    };
    if (bytes.size() > kMaxDocumentBytes)
        return refuse(dialect.tooLarge, tr("the file has %1 bytes").arg(bytes.size()),
                      tr("at most %1 bytes").arg(kMaxDocumentBytes));
    if (!isUtf8(bytes) || bytes.contains('\0'))
        return refuse(dialect.encoding, tr("the file is not UTF-8 text"), tr("UTF-8"));
    TreeBuilder builder(bytes, file, dialect, issues);
    try {
        std::istringstream stream(bytes.toStdString());
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder))
            return refuse(dialect.yaml, tr("the file is empty"),
                          tr("%1: its first line is \"%2\"").arg(tr(dialect.itself), QLatin1String(dialect.firstLine)));
        YamlNode first = std::move(builder.root);
        TreeBuilder rest(bytes, file, dialect, issues);
        if (parser.HandleNextDocument(rest)) {
            issues.append({DocumentIssue::Severity::Error,
                           rest.start,
                           QLatin1String(dialect.manyDocuments),
                           tr("a second document begins here"),
                           tr("one document in a file"),
                           {}});
        }
        return first;
    } catch (const YAML::Exception &exception) {
        builder.refuse(exception.mark, dialect.yaml,
                       tr("this is not YAML: %1").arg(QString::fromStdString(exception.msg)), tr("YAML 1.2"));
    } catch (const StopParsing &) { // already said
    }
    return {};
}

QString nearestText(const QString &found, const QStringList &candidates)
{
    QString best;
    int bestDistance = std::max(1, int(found.size()) / 3) + 1;
    for (const QString &candidate : candidates) {
        const int d = distance(found.toLower(), candidate.toLower());
        if (d < bestDistance) {
            bestDistance = d;
            best = candidate;
        }
    }
    return best;
}

} // namespace astern
