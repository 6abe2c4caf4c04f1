// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/views/secretsmodel.h"

namespace astern {

using State = SecretRow::State;

SecretsModel::SecretsModel(Session &session, QObject *parent) : RowsModel(parent), m_session(session)
{
    connect(&session, &Session::workspaceChanged, this, &SecretsModel::show);
    show();
}

void SecretsModel::show()
{
    QList<SecretRow> rows;
    for (const KeychainUse &use : keychainUses(m_session.workspace())) {
        const Known known = m_known.value(use.name);
        rows.append({use.name, use.backends, known.state, known.problem});
    }
    merge(rows);
}

void SecretsModel::refresh()
{
    SecretStore *store = m_session.doors().secrets;
    for (const KeychainUse &use : keychainUses(m_session.workspace())) {
        if (!store) {
            m_known.insert(use.name, {State::Unknown, tr("there is no keychain")});
            continue;
        }
        store->read(use.name, this, [this, name = use.name](const Result<QString> &value) {
            if (value)
                m_known.insert(name, {State::Set, {}});
            else if (value.error().kind == Error::Kind::NotFound)
                m_known.insert(name, {State::Missing, {}});
            else
                m_known.insert(name, {State::Unknown, value.error().message});
            show();
        });
    }
    show();
}

void SecretsModel::set(const QString &name, const QString &value)
{
    SecretStore *store = m_session.doors().secrets;
    if (!store || m_busy)
        return;
    m_busy = true;
    Q_EMIT busyChanged();
    store->write(name, value, this, [this, name](const Result<Ok> &result) {
        finish(name, tr("%1 is in the keychain.").arg(name), result);
    });
}

void SecretsModel::remove(const QString &name)
{
    SecretStore *store = m_session.doors().secrets;
    if (!store || m_busy)
        return;
    m_busy = true;
    Q_EMIT busyChanged();
    store->remove(name, this, [this, name](const Result<Ok> &result) {
        finish(name, tr("%1 is no longer in the keychain.").arg(name), result);
    });
}

void SecretsModel::finish(const QString &name, const QString &words, const Result<Ok> &result)
{
    m_busy = false;
    Q_EMIT busyChanged();
    Q_EMIT told(result ? words : result.error().toString(), result.ok());
    if (!result)
        return;
    for (const KeychainUse &use : keychainUses(m_session.workspace())) {
        if (use.name != name)
            continue;
        for (const QString &backend : use.backends)
            m_session.signInAgain(backend);
    }
    refresh();
}

int SecretsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant SecretsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const SecretRow &row = rowAt(index.row());
    const auto words = [&row] {
        switch (row.state) {
        case State::Asking:
            return tr("…");
        case State::Set:
            return tr("set");
        case State::Missing:
            return tr("missing");
        case State::Unknown:
            return tr("not known: %1").arg(row.problem);
        }
        return QString();
    };
    switch (role) {
    case Qt::DisplayRole:
        return index.column() == NameColumn    ? row.name
               : index.column() == StateColumn ? words()
                                               : row.backends.join(QStringLiteral(", "));
    case Qt::ToolTipRole:
        return row.problem;
    case Qt::AccessibleTextRole:
        return tr("%1, %2, used by %3").arg(row.name, words(), row.backends.join(QStringLiteral(", ")));
    case IdRole:
        return row.name;
    case SortRole:
        return row.name;
    case ToneRole:
        return row.state == State::Set ? 1 : row.state == State::Missing ? 2 : 3;
    default:
        return {};
    }
}

QVariant SecretsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case NameColumn:
        return tr("name");
    case StateColumn:
        return tr("state");
    case BackendsColumn:
        return tr("used by");
    default:
        return {};
    }
}

} // namespace astern
