using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OneVisit.Contracts;

/// <summary>
/// Which of the answers given by rule are checked afterwards. Nobody chooses: it follows from the task's id, so that whoever doubts a draw, or
/// the lack of one, can work it out again.
/// </summary>
public static class Sampling
{
    private const string Prefix = "after-check:";

    /// <summary>2 to the 64th.</summary>
    private const decimal All = 18_446_744_073_709_551_616m;

    /// <summary>
    /// True when the first 8 bytes of SHA-256 over <c>after-check:</c> and the id (UTF-8, lower case, with hyphens), read as a big-endian number, lie below
    /// the share of 2^64.
    /// </summary>
    /// <param name="share">From 0, nothing is drawn, to 1, everything is.</param>
    public static bool IsDrawn(Guid task, decimal share)
    {
        Span<byte> text = stackalloc byte[Prefix.Length + 36];
        Encoding.UTF8.GetBytes(Prefix, text);
        task.TryFormat(text[Prefix.Length..], out _);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) < share * All;
    }
}
