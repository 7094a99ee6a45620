using System.Text;

namespace OneVisit.Catalogue.Editing;

/// <summary>Comma-separated values as RFC 4180 and spreadsheets write them: cells in quotes may hold commas, quotes written twice, and line breaks.</summary>
internal static class Csv
{
    /// <returns>Each row with the line it begins on, counted from 1; empty rows are left out.</returns>
    public static IEnumerable<(int Line, IReadOnlyList<string> Cells)> Read(string text)
    {
        var (cells, cell, quoted) = (new List<string>(), new StringBuilder(), false);
        var (line, begins) = (1, 1);
        for (var i = text.Length > 0 && text[0] == '\ufeff' ? 1 : 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n')
                line++;
            if (quoted)
            {
                if (c != '"')
                    cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"')
                    cell.Append(text[++i]);
                else
                    quoted = false;
            }
            else if (c == '"' && cell.Length == 0)
            {
                quoted = true;
            }
            else if (c is ',' or '\n')
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
                if (c == ',')
                    continue;
                if (cells.Exists(t => t.Length > 0))
                    yield return (begins, cells);
                (cells, begins) = ([], line);
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }
        cells.Add(cell.ToString().Trim());
        if (cells.Exists(t => t.Length > 0))
            yield return (begins, cells);
    }
}
