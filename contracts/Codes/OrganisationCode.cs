namespace OneVisit.Contracts.Codes;

/// <summary>The organisation code of GB 11714-1997: eight characters <c>0-9A-Z</c> and a check character (modulus 11).</summary>
public static class OrganisationCode
{
    /// <summary>Characters of the code, without its check character.</summary>
    public const int BodyLength = 8;

    private static readonly int[] Weights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The code for a body: the body and its check character.</summary>
    /// <exception cref="ArgumentException">The body is not eight characters of <c>0-9A-Z</c>.</exception>
    public static string Compose(string body) => IsBody(body)
        ? body + CheckCharacter(body)
        : throw new ArgumentException("an organisation code's body is eight characters of 0-9A-Z", nameof(body));

    /// <summary>True when the code is nine characters and the last one checks the others. Written without the optional hyphen.</summary>
    public static bool IsValid(string code) =>
        code is { Length: BodyLength + 1 } && IsBody(code[..BodyLength]) && code[BodyLength] == CheckCharacter(code);

    private static bool IsBody(string body) => body is { Length: BodyLength } && body.All(c => c is (>= '0' and <= '9') or (>= 'A' and <= 'Z'));

    private static char CheckCharacter(string body)
    {
        var sum = 0;
        for (var i = 0; i < BodyLength; i++)
            sum += ValueOf(body[i]) * Weights[i];
        return (11 - sum % 11) switch
        {
            10 => 'X',
            11 => '0',
            var digit => (char)('0' + digit),
        };
    }

    private static int ValueOf(char c) => c <= '9' ? c - '0' : c - 'A' + 10;
}
