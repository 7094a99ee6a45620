using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using OneVisit.Kit.Store;

namespace OneVisit.Kit.Hosting;

/// <summary>Reads settings; a wrong one ends the start with its name and what it expects, and never repeats a secret.</summary>
public static class Settings
{
    /// <summary>An optional address.</summary>
    /// <exception cref="ConfigurationException">It is not an absolute address of one of the schemes.</exception>
    public static Uri? Uri(IConfiguration configuration, string name, string expected, params ReadOnlySpan<string> schemes)
    {
        if (configuration[name] is not { Length: > 0 } value)
            return null;
        return System.Uri.TryCreate(value.Trim(), UriKind.Absolute, out var uri) && schemes.Contains(uri.Scheme) && uri.Host.Length > 0
            ? uri
            : throw new ConfigurationException($"{name}: expected {expected}");
    }

    /// <summary>An optional whole number.</summary>
    /// <exception cref="ConfigurationException">It is not a whole number between the bounds.</exception>
    public static long Number(IConfiguration configuration, string name, long otherwise, long least, long most)
    {
        if (configuration[name] is not { Length: > 0 } value)
            return otherwise;
        return long.TryParse(value.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ConfigurationException($"{name}: expected a whole number from {least} to {most}");
    }

    /// <summary>The largest body a request may have, in bytes.</summary>
    public static long MaxBodyBytes(IConfiguration configuration) => Number(configuration, "Http:MaxBodyBytes", 1024 * 1024, 1024, 1024 * 1024 * 1024);

    /// <summary>The most commands that wait at once in one service; see <see cref="UnitOfWork.Unit{TState}.MaxWaitingCommands"/>.</summary>
    public static int MaxWaitingCommands(IConfiguration configuration) => (int)Number(configuration, "Http:MaxWaitingCommands", 10_000, 1, 1_000_000);

    /// <summary>The age a service's backlog must not pass; see <see cref="UnitOfWork.Unit{TState}.MaxBacklogAge"/>.</summary>
    public static TimeSpan MaxBacklogAge(IConfiguration configuration) => TimeSpan.FromSeconds(Number(configuration, "Http:MaxBacklogSeconds", 30, 1, 86_400));

    /// <summary>The most event streams that are open at once in one process.</summary>
    public static int MaxEventStreams(IConfiguration configuration) => (int)Number(configuration, "Http:MaxEventStreams", 1000, 0, 1_000_000);

    /// <summary>The most requests for an inbox that wait for a change at once in one service.</summary>
    public static int MaxWaitingInboxes(IConfiguration configuration) => (int)Number(configuration, "Http:MaxWaitingInboxes", 1000, 0, 1_000_000);

    /// <summary>
    /// The key under which the gateway vouches for callers. In Development it is a known one, so that processes understand each other without
    /// a setting. Elsewhere, services together in one process need none: it lives as long as the process.
    /// </summary>
    /// <exception cref="ConfigurationException">Outside Development a process that runs only some services has none, or it is too short.</exception>
    public static byte[] IdentityKey(IConfiguration configuration, IHostEnvironment environment, bool alone)
    {
        const string Expected = "Identity:Key: expected at least 32 random bytes in base64, the same for the gateway and every service";
        if (configuration["Identity:Key"] is not { Length: > 0 } value)
        {
            if (environment.IsDevelopment())
                return "for development only: anybody can know this key"u8.ToArray();
            return alone ? throw new ConfigurationException(Expected) : System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
        }
        try
        {
            var key = Convert.FromBase64String(value.Trim());
            return key.Length >= 32 ? key : throw new ConfigurationException(Expected);
        }
        catch (FormatException e)
        {
            throw new ConfigurationException(Expected, e);
        }
    }
}
