using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace OneVisit.Kit;

/// <summary>
/// Writes JSON that is of no more use once it is in the database: value after value on large pages, which are written on again for the next batch. A quarter of
/// what a batch allocates would otherwise be arrays that nobody looks at a millisecond later. For one thread at a time.
/// </summary>
public sealed class JsonPages : IBufferWriter<byte>
{
    private const int FirstPage = 4 * 1024;
    private const int FurtherPages = 64 * 1024;

    /// <summary>Bytes that are kept for the next batch; what a large one took beyond that is let go.</summary>
    private const int Kept = 1024 * 1024;

    /// <summary>This thread's writer, whatever pages it last wrote on.</summary>
    [ThreadStatic]
    private static Utf8JsonWriter? _writer;

    private readonly List<byte[]> _pages = [];
    private int _page = -1;
    private int _start;
    private int _end;

    private byte[] Page => _page < 0 ? [] : _pages[_page];

    /// <summary>As <see cref="Utf8Json.Of{T}(T, JsonTypeInfo{T})"/>, and valid until <see cref="Reuse"/>.</summary>
    public Utf8Json Write<T>(T value, JsonTypeInfo<T> type)
    {
        var json = Begin();
        JsonSerializer.Serialize(json, value, type);
        return End(json);
    }

    /// <summary>As <see cref="Utf8Json.Of(object)"/>, and valid until <see cref="Reuse"/>.</summary>
    public Utf8Json Write(object value)
    {
        var json = Begin();
        JsonSerializer.Serialize(json, value, value.GetType(), JsonText.Options);
        return End(json);
    }

    /// <summary>JSON that the caller puts together byte by byte; valid until <see cref="Reuse"/>.</summary>
    public Utf8Json Write<T>(int length, T from, SpanAction<byte, T> write)
    {
        _end = _start;
        write(GetSpan(length)[..length], from);
        Advance(length);
        return Taken();
    }

    /// <summary>Everything written so far may be written over.</summary>
    public void Reuse()
    {
        var room = Kept;
        var kept = _pages.TakeWhile(p => (room -= p.Length) >= 0).Count();
        _pages.RemoveRange(kept, _pages.Count - kept);
        _page = kept > 0 ? 0 : -1;
        _start = _end = 0;
    }

    void IBufferWriter<byte>.Advance(int count) => Advance(count);

    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => Room(sizeHint).AsMemory(_end);

    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => GetSpan(sizeHint);

    /// <summary>What is left of a value that could not be written is in no one's way.</summary>
    private Utf8JsonWriter Begin()
    {
        _end = _start;
        if (_writer is null)
            return _writer = new Utf8JsonWriter(this, Utf8Json.Readable);
        _writer.Reset(this);
        return _writer;
    }

    private Utf8Json End(Utf8JsonWriter json)
    {
        json.Flush();
        return Taken();
    }

    private Utf8Json Taken()
    {
        var taken = new Utf8Json(Page.AsMemory(_start, _end - _start));
        _start = _end;
        return taken;
    }

    private void Advance(int count) => _end += count;

    private Span<byte> GetSpan(int sizeHint) => Room(sizeHint).AsSpan(_end);

    /// <summary>The page on which there is room for so much more of the value under way, which moves to the next if there is not.</summary>
    private byte[] Room(int more)
    {
        more = Math.Max(more, 1);
        var page = Page;
        if (page.Length - _end >= more)
            return page;
        var begun = page.AsSpan(_start, _end - _start);
        var wanted = begun.Length + more;
        if (++_page == _pages.Count || _pages[_page].Length < wanted)
            _pages.Insert(_page, GC.AllocateUninitializedArray<byte>(Math.Max(wanted + begun.Length, _page == 0 ? FirstPage : FurtherPages)));
        begun.CopyTo(Page);
        (_start, _end) = (0, begun.Length);
        return Page;
    }
}
