global using CsCheck;
global using FluentAssertions;
global using NUnit.Framework;
