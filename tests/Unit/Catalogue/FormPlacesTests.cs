using OneVisit.Catalogue;
using OneVisit.Catalogue.Forms;
using OneVisit.Contracts;

namespace OneVisit.Unit.Catalogue;

public sealed class FormPlacesTests
{
    private static readonly ObjectNode Company = CityCatalogue.Load().FindItem("market-registration.company-set-up")!.Form;

    [Theory]
    [InlineData("/enterprise", "企业", "Enterprise")]
    [InlineData("/enterprise/name/tradeName", "企业·名称·字号", "Enterprise: Name: Trade name")]
    [InlineData("/shareholders/0/name", "股东·第1项·姓名", "Shareholders: no. 1: Name")]
    public void A_place_is_called_by_the_titles_on_the_way_to_it(string pointer, string zh, string en) => Assert.Equal(new Text(zh, en), Company.TitleAt(pointer));

    [Theory]
    [InlineData("")]
    [InlineData("enterprise")]
    [InlineData("/")]
    [InlineData("/colour")]
    [InlineData("/enterprise/name/tradeName/0")]
    [InlineData("/shareholders/01/name")]
    [InlineData("/shareholders/-1")]
    [InlineData("/shareholders/-")]
    [InlineData("/shareholders/999999")]
    [InlineData("/shareholders/99999999999")]
    [InlineData("/shareholders/name")]
    [InlineData("/sign/text")]
    public void What_the_form_does_not_declare_is_no_place(string pointer) => Assert.Null(Company.TitleAt(pointer));
}
