namespace OneVisit.Clock;

/// <summary>A moment of a period at which somebody is warned: before the end, or after it.</summary>
/// <param name="Percent">Reached on the day by which this share of the days has been counted.</param>
/// <param name="DaysBefore">Reached so many working days before the due date; with <paramref name="Percent"/>, whichever comes first.</param>
/// <param name="DaysAfter">Reached on the day after so many working days have passed since the due date; 0: as soon as it is overdue. Alone.</param>
public readonly record struct Rung(int? Percent, int? DaysBefore, int? DaysAfter);
