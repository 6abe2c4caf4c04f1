// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>
#include <QTableView>

namespace astern::ui {

// How one column of a list of facts looks.
struct FactColumn {
    enum class Sign { None, Arrow, Tone, Status };
    int column = 0; // of the model
    TextStyle style = TextStyle::Body;
    Tone tone = Tone::InkPrimary;
    double width = 0; // at 100 %; 0: shares what is left
    bool right = false;
    Sign sign = Sign::None; // before the text
    int signRole = -1;      // of the model, for Tone: 0 plain, 1 good, 2 bad, 3 doubt, 4 worth a look
    bool link = false;      // can be pressed
    Qt::TextElideMode elide = Qt::ElideMiddle;
    double needs = 0;    // left out of views narrower than this, at 100 %
    int detailRole = -1; // of the model: a line below the text, where there is one
};

// A quiet list of facts over an item model: rows over hairlines, no zebra.
class FactsView : public QTableView {
    Q_OBJECT
public:
    FactsView(const QList<FactColumn> &columns, QWidget *parent);
    void setModel(QAbstractItemModel *model) override;
    // Names of the columns above them: where a number alone says nothing.
    void showHeader();
    // Said in the middle while the model is empty.
    void setEmptyText(const QString &text);
    [[nodiscard]] const QList<FactColumn> &columns() const { return m_columns; }

Q_SIGNALS:
    void linkActivated(const QModelIndex &index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void arrange();
    void refreshEmpty();
    QList<FactColumn> m_columns;
    QString m_empty;
};

} // namespace astern::ui
