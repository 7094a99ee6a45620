using System.Globalization;
using System.Text;

namespace OneVisit.Catalogue.Editing;

/// <summary>A row of a list.</summary>
/// <param name="Line">On which it begins, counted from 1.</param>
/// <param name="Fault">What is wrong with its quotes, which may have taken in the rows after it; null where they are sound.</param>
internal readonly record struct CsvRow(int Line, IReadOnlyList<string> Cells, string? Fault);

/// <summary>Comma-separated values as RFC 4180 and spreadsheets write them: cells in quotes may hold commas, quotes written twice, and line breaks.</summary>
internal static class Csv
{
    /// <returns>Each row; empty ones are left out.</returns>
    public static IEnumerable<CsvRow> Read(string text)
    {
        var (cells, cell, quote) = (new List<string>(), new StringBuilder(), Quote.None);
        var (line, begins, opened, fault) = (1, 1, 1, (string?)null);
        for (var i = text.Length > 0 && text[0] == '\ufeff' ? 1 : 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
                line++;
            if (quote == Quote.Open)
            {
                if (c != '"')
                    cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[++i]);
                else
                    quote = Quote.Closed;
            }
            else if (c == '"' && cell.Length == 0 && quote == Quote.None)
            {
                (quote, opened) = (Quote.Open, line);
            }
            else if (c is ',' or '\n')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                quote = Quote.None;
                if (c == ',')
                    continue;
                if (fault is not null || cells.Exists(t => t.Length > 0))
                    yield return new(begins, cells, fault);
                (cells, begins, fault) = ([], line, null);
            }
            else if (c != '\r')
            {
                // Most often what closes here was to open a cell, and the quote before it was never closed.
                if (quote == Quote.Closed && !char.IsWhiteSpace(c))
                    fault ??= string.Create(CultureInfo.InvariantCulture, $"the quote that begins in line {opened} closes in line {line}, and something stands behind it: a quote within a cell is written twice");
                cell.Append(c);
            }
        }
        cells.Add(cell.ToString().Trim());
        if (quote == Quote.Open)
            fault ??= string.Create(CultureInfo.InvariantCulture, $"the quote that begins in line {opened} is never closed: what comes after it was not read");
        if (fault is not null || cells.Exists(t => t.Length > 0))
            yield return new(begins, cells, fault);
    }

    /// <summary>Of the cell that is being read.</summary>
    private enum Quote
    {
        None,
        Open,
        Closed,
    }
}
