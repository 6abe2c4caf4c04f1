// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/secretspane.h"

#include "ui/rollout/factsview.h"
#include "ui/rollout/runslabel.h"
#include "ui/widgets/controls.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QVBoxLayout>

namespace astern::ui {

SecretsPane::SecretsPane(Session &session, QWidget *parent) : QWidget(parent), m_model(session)
{
    setObjectName(QStringLiteral("secretsPane"));
    const Theme &theme = Theme::of(this);
    using Sign = FactColumn::Sign;
    m_list = new FactsView({{SecretsModel::NameColumn, TextStyle::Mono, Tone::InkPrimary, 220, false, Sign::Tone,
                             SecretsModel::ToneRole, false},
                            {SecretsModel::StateColumn, TextStyle::Body, Tone::InkPrimary, 0, false, Sign::None, -1,
                             false, Qt::ElideRight},
                            {SecretsModel::BackendsColumn, TextStyle::Body, Tone::InkSecondary, 0, false, Sign::None,
                             -1, false, Qt::ElideRight}},
                           this);
    m_list->setObjectName(QStringLiteral("secretList"));
    m_list->setAccessibleName(tr("Secrets in the keychain"));
    m_list->setModel(&m_model);
    m_list->showHeader();
    m_list->setEmptyText(
        tr("This workspace keeps no secret in the keychain. Write \"${keychain:NAME}\" where a backend "
           "needs one."));
    m_value = new QLineEdit(this);
    m_value->setObjectName(QStringLiteral("secretValue"));
    m_value->setEchoMode(QLineEdit::Password);
    m_value->setAccessibleName(tr("New value"));
    m_value->setMaxLength(65'536);
    m_save = makeButton(tr("Set"), "primary", {}, this);
    m_save->setObjectName(QStringLiteral("secretSave"));
    m_remove = makeButton(tr("Remove"), nullptr, {}, this);
    m_remove->setObjectName(QStringLiteral("secretRemove"));
    m_said = new RunsLabel(this);
    m_said->setObjectName(QStringLiteral("secretSaid"));
    auto *row = new QHBoxLayout;
    row->setSpacing(theme.px(8));
    row->addWidget(m_value, 1);
    row->addWidget(m_save);
    row->addWidget(m_remove);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme.px(12));
    column->addWidget(m_list, 1);
    column->addLayout(row);
    column->addWidget(m_said);
    setTabOrder(m_list, m_value);
    setTabOrder(m_value, m_save);
    setTabOrder(m_save, m_remove);
    connect(m_value, &QLineEdit::textChanged, this, &SecretsPane::refresh);
    connect(m_value, &QLineEdit::returnPressed, this, &SecretsPane::save);
    connect(m_save, &QPushButton::clicked, this, &SecretsPane::save);
    connect(m_remove, &QPushButton::clicked, this, [this] {
        if (std::exchange(m_sure, !m_sure))
            m_model.remove(chosen());
        refresh();
    });
    connect(m_list->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this] {
        m_sure = false;
        m_value->clear(); // meant for the other one
        refresh();
    });
    connect(&m_model, &SecretsModel::busyChanged, this, &SecretsPane::refresh);
    connect(&m_model, &QAbstractItemModel::dataChanged, this, &SecretsPane::refresh);
    const auto first = [this] {
        if (!m_list->currentIndex().isValid() && m_model.rowCount() > 0)
            m_list->setCurrentIndex(m_model.index(0, SecretsModel::NameColumn));
        refresh();
    };
    connect(&m_model, &QAbstractItemModel::rowsInserted, this, first);
    connect(&m_model, &QAbstractItemModel::rowsRemoved, this, first);
    connect(&m_model, &SecretsModel::told, this, [this](const QString &words, bool good) {
        m_said->setRuns({{words, good ? Tone::InkSecondary : Tone::CriticalText, TextStyle::Body}});
        if (good)
            m_value->clear();
    });
    first();
}

void SecretsPane::look() { m_model.refresh(); }

QString SecretsPane::chosen() const
{
    const int row = m_list->currentIndex().row();
    return row < 0 || row >= m_model.rowCount() ? QString() : m_model.rowAt(row).name;
}

void SecretsPane::save()
{
    if (!m_save->isEnabled())
        return;
    m_sure = false;
    m_model.set(chosen(), m_value->text());
}

void SecretsPane::refresh()
{
    const QString name = chosen();
    const bool there = !name.isEmpty() && m_model.rows().at(m_model.rowOf(name)).state == SecretRow::State::Set;
    m_value->setEnabled(!name.isEmpty());
    m_value->setPlaceholderText(name.isEmpty() ? QString() : tr("New value of %1").arg(name));
    m_save->setEnabled(!name.isEmpty() && !m_value->text().isEmpty() && !m_model.isBusy());
    m_save->setToolTip(m_save->isEnabled() ? QString() : tr("Choose a name and type its value."));
    m_sure = m_sure && there;
    m_remove->setText(m_sure ? tr("Remove %1?").arg(name) : tr("Remove"));
    m_remove->setEnabled(there && !m_model.isBusy());
    m_remove->setToolTip(there ? tr("The connections that use it cannot sign in again without it.")
                               : tr("There is nothing to remove."));
}

} // namespace astern::ui
